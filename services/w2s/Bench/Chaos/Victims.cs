using System.Globalization;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>
/// Finds whom to kill: the processes of the app host's table, their servers, and the workers' runners.
/// </summary>
internal sealed class Victims(HostTable table, string store, ChaosRuns runs)
{
    private const string RunnerName = "w2s-runner";
    private const string SpecOption = "--spec";

    private static readonly string[] Workers = ["trainer", "labeler"];

    /// <summary>A process of that kind, or null when none runs just now. Of several replicas they take turns.</summary>
    public async Task<Victim?> FindAsync(VictimKind kind, int turn, CancellationToken stop)
    {
        if (kind == VictimKind.Runner)
            return await FindRunnerAsync(turn, stop);
        var rows = table.Read().Where(row => row.IsRunning && IsNamed(row, kind)).ToList();
        if (rows.Count == 0)
            return null;
        var row = rows[turn % rows.Count];
        return ServerOf(row) is { } processId ? OfRow(kind, row, processId) : null;
    }

    private Victim OfRow(VictimKind kind, HostRow row, int processId) => new(
        kind, row.Id, processId,
        _ => Task.FromResult(table.Read().Any(now =>
            now.Id == row.Id && now.IsRunning && ServerOf(now) is { } other && other != processId)));

    private static bool IsNamed(HostRow row, VictimKind kind) =>
        string.Equals(row.Name, kind.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Postgres and RabbitMQ run under a watchdog, which is what the table shows; the server itself has its number in
    /// its folder.
    /// </summary>
    private int? ServerOf(HostRow row)
    {
        var file = Path.Combine(store, "servers", row.Name, "server.pid");
        if (!File.Exists(file))
            return row.ProcessId;
        return int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var id) && ProcessTree.IsAlive(id)
            ? id
            : null;
    }

    private async Task<Victim?> FindRunnerAsync(int turn, CancellationToken stop)
    {
        var runners = Runners().ToList();
        if (runners.Count == 0)
            return null;
        var processId = runners[turn % runners.Count];
        if (SpecOf(processId) is not { } spec || await runs.StepAsync(spec.Key, stop) is not { } step)
            return null;
        return new Victim(
            VictimKind.Runner, $"runner of {spec.Kind}", processId,
            async token => await runs.StepAsync(spec.Key, token) is { } now && HasGoneOn(step, now));
    }

    private IEnumerable<int> Runners() =>
        from worker in table.Read().Where(row => Workers.Contains(row.Name)).Select(row => row.ProcessId).OfType<int>()
        from child in ProcessTree.ChildrenOf(worker).Order()
        where ProcessTree.CommandLineOf(child).Any(word => word.EndsWith(RunnerName, StringComparison.Ordinal))
        select child;

    private static bool HasGoneOn(StepView before, StepView now) =>
        now.Status == StepStatus.Completed
        || (now.Attempts[0].Number > before.Attempts[0].Number && now.Attempts[0].Status == AttemptStatus.Running);

    private static StepSpec? SpecOf(int processId)
    {
        var words = ProcessTree.CommandLineOf(processId).ToList();
        var file = words.ElementAtOrDefault(words.IndexOf(SpecOption) + 1);
        try
        {
            return words.Contains(SpecOption) ? RunnerProtocol.ReadSpec(File.ReadAllText(file!)) : null;
        }
        catch (IOException)
        {
            // It has ended in the meantime.
            return null;
        }
    }
}
