using WeakToStrong.Methods;

namespace WeakToStrong.W2s.Embedded;

/// <summary>An unfinished run, gone on with in this process.</summary>
internal sealed record RunRetry
{
    public required string Run { get; init; }

    public required string Store { get; init; }

    public required int Slots { get; init; }

    public required bool Json { get; init; }

    public Task<int> ExecuteAsync()
    {
        var execution = new RunExecution
        {
            Store = Store,
            Slots = Slots,
            Json = Json,
            Catalogue = MethodCatalogue.Create(),
        };
        return execution.ExecuteAsync(async (host, stop) =>
        {
            var id = await host.Queries.FindAsync(Run, stop);
            await host.Commands.RetryAsync(id, stop);
            return id;
        });
    }
}
