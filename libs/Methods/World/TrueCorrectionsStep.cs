using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.World;

/// <summary>
/// Step <c>true-corrections-world</c>: sampled answers → what the world knows to be right, in the answer's manner.
/// </summary>
public static class TrueCorrectionsStep
{
    public const string Kind = "true-corrections-world";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(NoOptions),
        Host = StepHost.Tracker,
        Outputs = ["labels"],
        Summary = "Corrects answers from the world's own tables.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var world = WorldFiles.ReadWorld(context.Input("world", WorldFiles.World));
        var labels =
            from sample in RowFile.Read<SampleRow>(context.Input("samples", RowFile.Samples))
            let correction = TrueCorrection.Of(world.FindQuestion(sample.Prompt), sample.Completion)
            select new LabelRow(sample.Id, sample.Cluster, sample.Prompt, correction, sample.Completion);
        RowFile.Write(context.Output("labels", RowFile.Labels), labels);
    }
}
