using System.Globalization;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Steps;

/// <summary>
/// Writes down what happens in an attempt, for people who ask why. A disk that does not take it ends the log, never the
/// step.
/// </summary>
public sealed class AttemptJournal(AttemptLogs logs, TimeProvider time) : IDisposable
{
    private const int ProgressLines = 20;
    private const int MaxMetrics = 12;

    private readonly Lock _gate = new();
    private AttemptLogWriter? _log;
    private bool _isOver;
    private (string Unit, long Phase)? _phase;

    /// <summary>Opens the attempt's log with what is executed, and where.</summary>
    public void Begin(RunStep command, int? processId = null)
    {
        var by = processId is { } id ? string.Create(CultureInfo.InvariantCulture, $", runner {id}") : "";
        Open(command);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"attempt {command.AttemptNumber} of {command.StepName} on {Environment.MachineName}{by}"));
    }

    /// <summary>What is executed goes on as a later attempt, in a log of its own.</summary>
    public void GoOn(RunStep earlier, RunStep later)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"goes on as attempt {later.AttemptNumber}"));
        Open(later);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"attempt {later.AttemptNumber} of {later.StepName} goes on with the runner of attempt "
            + $"{earlier.AttemptNumber}, on {Environment.MachineName}"));
    }

    /// <summary>Notes progress when a part of the whole is reached, not every report.</summary>
    public void Progress(RunnerProgressed report)
    {
        var phase = (report.Unit, report.Total > 0 ? report.Done * ProgressLines / report.Total : 0);
        lock (_gate)
        {
            if (_phase == phase)
                return;
            _phase = phase;
        }
        Say(TextOf(report));
    }

    /// <summary>Notes one line: what the runner said, or what was done to it.</summary>
    public void Say(string line)
    {
        lock (_gate)
            Try(() => _log?.Write(time.GetUtcNow(), line));
    }

    /// <summary>Notes how it ended.</summary>
    public void End(RunnerMessage end) => Say(end switch
    {
        RunnerCompleted { Reused: true } => "completed: the store had the outputs already",
        RunnerCompleted completed => $"completed: {string.Join(", ", completed.Outputs.Select(Named))}",
        RunnerFailed failed => $"ended ({failed.Reason}): {failed.Detail}",
        _ => end.ToString(),
    });

    /// <summary>Nothing is noted any more: a later attempt may still take over what has just ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
            _isOver = true;
        }
    }

    private static string Named(KeyValuePair<string, string> output) => $"{output.Key} {output.Value}";

    private static string TextOf(RunnerProgressed report)
    {
        var metrics = report.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Take(MaxMetrics)
            .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:G4}"));
        var count = string.Create(CultureInfo.InvariantCulture, $"{report.Done} of {report.Total} {report.Unit}");
        return report.Metrics.Count == 0 ? count : $"{count}: {string.Join(", ", metrics)}";
    }

    private void Open(RunStep command)
    {
        lock (_gate)
            Try(() =>
            {
                Close();
                if (!_isOver)
                    _log = logs.Open(command.StepKey, command.AttemptNumber);
            });
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Close();
        }
    }

    private void Close()
    {
        _log?.Dispose();
        _log = null;
    }
}
