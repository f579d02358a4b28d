using System.CommandLine;
using WeakToStrong.W2s.Embedded;
using WeakToStrong.W2s.Remote;

namespace WeakToStrong.W2s.Commands;

/// <summary>--store and --server: where a command looks for runs. What is typed goes before the environment.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _store = SharedOptions.Store();

    private readonly Option<string?> _server = new("--server")
    {
        Description = "Address of a tracker, instead of a store (default: $W2S_SERVER); its token goes into $W2S_TOKEN",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(_store);
        command.Add(_server);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_store) is { Implicit: false } && result.GetResult(_server) is { Implicit: false })
                result.AddError("give --store or --server, not both: a server has its own store");
        });
    }

    public RunSource Open(ParseResult parsed)
    {
        var store = parsed.GetValue(_store);
        return store is null && ServerAddress.Resolve(parsed.GetValue(_server)) is { } server
            ? new RemoteSource(server)
            : new EmbeddedSource(StoreFolder.Resolve(store), StoreFolder.Hint(store));
    }
}
