using System.Globalization;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>
/// Step <c>merge-labels</c>: the labels of all shards of one correction → the labels that the correction would have
/// made in one step, byte for byte.
/// </summary>
public static class MergeLabelsStep
{
    public const string Kind = "merge-labels";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(NoOptions),
        Host = StepHost.Tracker,
        Outputs = ["labels"],
        Summary = "Puts the weak labels of all shards in their order.",
        Execute = Execute,
    };

    /// <summary>The shards as inputs, under names that sort as they are numbered.</summary>
    public static IReadOnlyDictionary<string, OutputRef> Inputs(IEnumerable<StepHandle> shards) =>
        shards.Index().ToDictionary(
            shard => string.Create(CultureInfo.InvariantCulture, $"shard/{shard.Index + 1:00}"),
            shard => shard.Item.Output("labels"));

    private static void Execute(StepContext context)
    {
        var placed = context.Inputs.Values.SelectMany(CorrectionFiles.ReadShard).OrderBy(label => label.Place).ToList();
        for (var place = 0; place < placed.Count; place++)
            if (placed[place].Place != place)
                throw new InvalidDataException($"the shards have label {placed[place].Place} where {place} should be");
        CorrectionFiles.Write(context.Output("labels"), [.. placed.Select(label => label.Label)]);
        GenerationFile.Write(context.Output("labels"), CountsOf(context.Inputs.Values));
    }

    private static GenerationCounts? CountsOf(IEnumerable<string> shards)
    {
        var counts = shards.Select(GenerationFile.Read).OfType<GenerationCounts>().ToList();
        return counts.Count == 0 ? null : counts.Aggregate((left, right) => left + right);
    }
}
