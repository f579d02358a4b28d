using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Embedded;

/// <summary>Hosts one run until it ends or is interrupted, shows its progress, and says how it ended.</summary>
internal sealed record RunExecution
{
    public required string Store { get; init; }

    public required int Slots { get; init; }

    public required bool Json { get; init; }

    public required StepCatalogue Catalogue { get; init; }

    /// <param name="begin">Puts the run to work on the started host and returns its id.</param>
    public async Task<int> ExecuteAsync(Func<EmbeddedHost, CancellationToken, Task<Guid>> begin)
    {
        using var interruption = new Interruption();
        Console.Error.WriteLine($"w2s: store {Store}");
        await using var host = await EmbeddedHost.StartAsync(Store, Slots, Catalogue, interruption.Token);
        var id = await begin(host, interruption.Token);
        try
        {
            await ProgressView.FollowAsync(host.Queries.WatchAsync(id, interruption.Token), Slots);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            var name = (await host.Queries.ShowAsync(id, CancellationToken.None)).Run.ShortId;
            await host.StopAsync();
            throw new CommandException($"stopped and saved; './w2s retry {name}' goes on with it");
        }
        return Conclude(
            await host.Queries.ShowAsync(id, CancellationToken.None), host.Queries.ReportPath(id));
    }

    private int Conclude(RunView view, string reportPath)
    {
        var report = view.Run.Status == RunStatus.Completed ? ReportFile.Read(reportPath) : null;
        if (Json)
            JsonOutput.Write(Document(view, report, reportPath));
        else if (report is not null)
            ComparisonView.Write(Terminal.Out, report, reportPath);
        return report is not null ? ExitCode.Done : ReportFailure(view);
    }

    /// <summary>The report's own members, with the run's beside them.</summary>
    private static JsonObject Document(RunView view, Report? report, string reportPath)
    {
        var document = new JsonObject
        {
            ["id"] = view.Run.Id.ToString(),
            ["status"] = JsonOutput.Node(view.Run.Status),
            ["failure"] = view.Run.Failure,
            ["reportPath"] = report is null ? null : reportPath,
        };
        if (report is not null)
            foreach (var (name, value) in JsonNode.Parse(ReportFile.Serialize(report))!.AsObject())
                document[name] = value?.DeepClone();
        return document;
    }

    private static int ReportFailure(RunView view)
    {
        var failed = view.Steps.Where(step => step.Status == StepStatus.Failed).ToArray();
        foreach (var step in failed)
            Console.Error.WriteLine($"w2s: {step.Name}: {Failures.OneLine(step.Failure)}");
        if (failed.Length == 0)
            Console.Error.WriteLine($"w2s: the run is {Outcome(view.Run)}");
        Console.Error.WriteLine($"w2s: './w2s retry {view.Run.ShortId}' tries again; what is finished is kept");
        return Failures.CodeOf(failed.FirstOrDefault()?.LastAttempt?.Reason);
    }

    private static string Outcome(RunRow run) =>
        run.Failure is null ? Format.Word(run.Status) : $"{Format.Word(run.Status)}: {Failures.OneLine(run.Failure)}";
}
