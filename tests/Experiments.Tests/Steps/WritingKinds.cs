using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Tests.Steps;

internal sealed record WriteOptions
{
    public string Text { get; init; } = "hello";
}

/// <summary>A catalogue with one kind, <c>write</c>, that does what a test gives it to do.</summary>
internal static class WritingKinds
{
    public static StepCatalogue With(Action<StepContext> execute)
    {
        var catalogue = new StepCatalogue();
        catalogue.Add(new StepKind
        {
            Name = "write",
            Revision = 1,
            OptionsType = typeof(WriteOptions),
            Host = StepHost.Tracker,
            Outputs = ["out"],
            Summary = "Writes a text.",
            Execute = execute,
        });
        return catalogue;
    }

    public static void WriteText(StepContext context) =>
        File.WriteAllText(context.Output("out", "text.txt"), context.Options<WriteOptions>().Text);
}
