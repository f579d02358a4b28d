using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Files;

/// <summary>
/// Step <c>pair-corrections</c>: the student's answers beside the data's corrections of the same questions.
/// </summary>
public static class PairCorrectionsStep
{
    public const string Kind = "pair-corrections";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(NoOptions),
        Host = StepHost.Tracker,
        Outputs = ["labels"],
        Summary = "Pairs sampled answers with the data's corrections.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var truth = RowFile.Read<LabelRow>(context.Input("truth", RowFile.Labels))
            .ToDictionary(row => row.Id, StringComparer.Ordinal);
        var labels = RowFile.Read<SampleRow>(context.Input("samples", RowFile.Samples))
            .Select(sample => truth[sample.Id] with { Rejected = sample.Completion });
        RowFile.Write(context.Output("labels", RowFile.Labels), labels);
    }
}
