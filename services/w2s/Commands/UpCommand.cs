using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>up</c>: the three services, their database and their broker, each a process that the app host minds.</summary>
internal static class UpCommand
{
    private const int MostReplicas = 64;
    private const int HighestPort = 65_535;

    public static Command Create()
    {
        var store = SharedOptions.Store();
        var port = SharedOptions.Number("--port", HighestPort, "Where the tracker listens (default: 5050 or the next)");
        var bind = Bind();
        var trainers = SharedOptions.Number("--trainers", MostReplicas, "Processes that train (default: 1)");
        var labelers = SharedOptions.Number("--labelers", MostReplicas, "Processes that label (default: 1)");
        var trackers = SharedOptions.Number("--trackers", MostReplicas, "Processes that orchestrate (default: 1)");
        var roots = DataRoots();
        var json = new Option<bool>("--json") { Description = "Print one JSON line for each change" };
        var noDashboard = new Option<bool>("--no-dashboard") { Description = "Leave out Aspire's dashboard" };
        var command = new Command("up", "Run the services over Postgres and RabbitMQ until Ctrl-C")
        {
            store, port, bind, trainers, labelers, trackers, roots, json, noDashboard,
        };
        command.SetAction(parsed => AppHostCommand.Become(
        [
            "--Store", StoreFolder.Resolve(parsed.GetValue(store)),
            .. Given(parsed, port, "--Port"),
            .. Given(parsed, bind, "--Bind"),
            .. Given(parsed, trainers, "--Trainers"),
            .. Given(parsed, labelers, "--Labelers"),
            .. Given(parsed, trackers, "--Trackers"),
            .. parsed.GetRequiredValue(roots).SelectMany((root, i) => Setting($"--DataRoots:{i}", root)),
            .. parsed.GetValue(json) ? Setting("--Json", "true") : [],
            .. parsed.GetValue(noDashboard) ? Setting("--Dashboard", "false") : [],
        ]));
        return command;
    }

    private static Option<string?> Bind() => new("--bind")
    {
        Description = "Address to listen at (default: of this machine alone); others can use it with the access token",
        HelpName = "ADDRESS",
    };

    private static Option<string[]> DataRoots() => new("--data-root")
    {
        Description = "Folders in which the files that submitted experiments name must lie (default: none)",
        HelpName = "DIR",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static string[] Given(ParseResult parsed, Option option, string setting) =>
        parsed.GetResult(option) is { Implicit: false } result ? Setting(setting, result.Tokens[0].Value) : [];

    private static string[] Setting(string name, string value) => [name, value];
}
