using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.FakeRunner;

/// <summary>A catalogue of steps without tensors, one for every host, for tests of the orchestration.</summary>
public static class FakeCatalogue
{
    public const string Prepare = "fake-prepare";
    public const string Train = "fake-train";
    public const string Evaluate = "fake-evaluate";
    public const string Report = "fake-report";

    public static StepCatalogue Create()
    {
        var catalogue = new StepCatalogue();
        catalogue.Add(Kind(Prepare, StepHost.Tracker, "data", FakeStep.Execute));
        catalogue.Add(Kind(Train, StepHost.Trainer, "model", FakeStep.Execute));
        catalogue.Add(Kind(Evaluate, StepHost.Labeler, "scores", FakeStep.Execute));
        catalogue.Add(Kind(Report, StepHost.Tracker, "report", WriteReport));
        catalogue.Add(Kind(FakeComparison.Score, StepHost.Labeler, "scores", FakeComparison.WriteScores));
        catalogue.Add(FakeComparison.Kind);
        catalogue.Add(FakeTask.Definition);
        FakeAudit.AddTo(catalogue);
        return catalogue;
    }

    private static StepKind Kind(string name, StepHost host, string output, Action<StepContext> execute) => new()
    {
        Name = name,
        Revision = 1,
        OptionsType = typeof(FakeOptions),
        Host = host,
        Outputs = [output],
        Summary = "A step for tests.",
        Execute = execute,
    };

    private static void WriteReport(StepContext context)
    {
        var report = new Report
        {
            Name = context.Options<FakeOptions>().Label,
            Task = "fake",
            Seeds = [context.Seed],
            ReportDigest = "",
            Rows = [],
            Summary = [],
            Differences = [],
            Notes = [],
        };
        var signed = report with { ReportDigest = ReportFile.DigestOf(report) };
        ReportFile.WriteStable(signed, context.Output("report", "report.json"));
    }
}
