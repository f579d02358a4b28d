using System.CommandLine;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.W2s.Embedded;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>serve</c>: dashboard and API over the embedded store, until it is interrupted.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 5080;

    public static Command Create()
    {
        var store = SharedOptions.Store();
        var slots = SharedOptions.Slots();
        var port = SharedOptions.Number(
            "--port", "Port to listen on, 0 for any that is free", 0, 65_535, DefaultPort);
        var bind = SharedOptions.Bind(ServerToken.TrackerVariable);
        var roots = SharedOptions.DataRoots("the current folder");
        var auditLevel = SharedOptions.AuditLevel();
        var auditHour = SharedOptions.AuditHour();
        var command = new Command("serve", "Serve dashboard and API over the store, and run what is launched there")
        {
            port, bind, store, roots, slots, auditLevel, auditHour,
        };
        command.SetAction((parsed, _) => new EmbeddedServer
        {
            Store = StoreFolder.Resolve(parsed.GetValue(store)),
            Slots = parsed.GetValue(slots) ?? Environment.ProcessorCount,
            DataRoots = parsed.GetRequiredValue(roots) is { Length: > 0 } folders
                ? folders
                : [Environment.CurrentDirectory],
            Address = parsed.GetValue(bind)!,
            Port = parsed.GetValue(port),
            Audits = AuditsOf(parsed.GetRequiredValue(auditLevel), parsed.GetValue(auditHour)),
        }.ServeAsync());
        return command;
    }

    private static AuditSchedule AuditsOf(string word, int hour)
    {
        _ = AuditSchedule.TryParse(word, out var level);
        return new AuditSchedule { Level = level, HourOfDay = hour };
    }
}
