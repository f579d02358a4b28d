using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class OptionDiffTests
{
    private static readonly ExperimentOptions[] Runs =
    [
        Given.Options("{seeds: [1, 2], data: {kind: world}, methods: [{name: dpo, beta: 0.1}]}"),
        Given.Options(
            "{seeds: [1], data: {kind: world}, methods: [{name: dpo, beta: 0.2}, {name: sft, epochs: 3}]}"),
    ];

    [Fact]
    public void Of_TwoRuns_HasARowForEachOptionOfEither()
    {
        var rows = OptionDiff.Of(Runs);

        Assert.Equal(
            [
                "seeds: 1, 2 | 1", "data.kind: world | world", "methods.dpo.name: dpo | dpo",
                "methods.dpo.beta: 0.1 | 0.2", "methods.sft.name: - | sft", "methods.sft.epochs: - | 3",
            ],
            rows.Select(Shown));
    }

    [Fact]
    public void Of_HideEqual_LeavesOnlyWhatDiffers() =>
        Assert.Equal(
            [
                "seeds: 1, 2 | 1", "methods.dpo.beta: 0.1 | 0.2", "methods.sft.name: - | sft",
                "methods.sft.epochs: - | 3",
            ],
            OptionDiff.Of(Runs, hideEqual: true).Select(Shown));

    [Fact]
    public void Of_NoRuns_HasNoRows() => Assert.Empty(OptionDiff.Of([]));

    private static string Shown(OptionRow row) =>
        $"{row.Path}: {string.Join(" | ", row.Values.Select(value => value ?? "-"))}";
}
