using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary>
/// <c>up</c>: the three services, their database and their broker, each a process that the app host minds.
/// </summary>
internal static class UpCommand
{
    private const int HighestPort = 65_535;

    public static Command Create()
    {
        var store = SharedOptions.Store();
        var port = SharedOptions.Number("--port", HighestPort, "Where the tracker listens (default: 5050 or the next)");
        var bind = Bind();
        var replicas = new HostReplicas();
        var roots = SharedOptions.DataRoots("none");
        var auditLevel = SharedOptions.AuditLevel();
        var auditHour = SharedOptions.AuditHour();
        var json = new Option<bool>("--json") { Description = "Print one JSON line for each change" };
        var noDashboard = new Option<bool>("--no-dashboard") { Description = "Leave out Aspire's dashboard" };
        var command = new Command("up", "Run the services over Postgres and RabbitMQ until Ctrl-C")
        {
            store, port, bind, roots, auditLevel, auditHour, json, noDashboard,
        };
        replicas.AddTo(command);
        command.SetAction(parsed => AppHostCommand.Become(
        [
            "--Store", StoreFolder.Resolve(parsed.GetValue(store)),
            .. AppHostCommand.Given(parsed, port, "--Port"),
            .. AppHostCommand.Given(parsed, bind, "--Bind"),
            .. replicas.Arguments(parsed),
            .. AppHostCommand.Given(parsed, auditLevel, "--AuditLevel"),
            .. AppHostCommand.Given(parsed, auditHour, "--AuditHour"),
            .. parsed.GetRequiredValue(roots).SelectMany((root, i) => AppHostCommand.Setting($"--DataRoots:{i}", root)),
            .. parsed.GetValue(json) ? AppHostCommand.Setting("--Json", "true") : [],
            .. parsed.GetValue(noDashboard) ? AppHostCommand.Setting("--Dashboard", "false") : [],
        ]));
        return command;
    }

    private static Option<string?> Bind() => new("--bind")
    {
        Description = "Address to listen at (default: of this machine alone); others can use it with the access token",
        HelpName = "ADDRESS",
    };
}
