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

    [Fact]
    public void By_Option_GroupsWithWhatIsConstantAndVarying()
    {
        ExperimentOptions[] runs =
        [
            Given.Options("{a: 10, seeds: [1], b: x}"),
            Given.Options("{a: 9, seeds: [1], b: x}"),
            Given.Options("{a: 10, seeds: [2], b: x}"),
            Given.Options("{b: y}"),
            Given.Options("{a: none, b: y}"),
        ];

        var groups = OptionGroups.By(runs, ["a"]);

        // By size, not by letters; missing first, texts last.
        Assert.Equal([null, "9", "10", "none"], groups.Select(group => group.Key[0]));
        Assert.Equal([0, 2], groups[2].Members);
        Assert.Equal(["a: 10 | 10", "b: x | x"], groups[2].Constant.Select(Shown));
        Assert.Equal(["seeds: 1 | 2"], groups[2].Varying.Select(Shown));
        Assert.Empty(groups[0].Varying);
    }

    [Fact]
    public void By_SeveralOptions_GroupsByAllOfThem()
    {
        ExperimentOptions[] runs =
        [
            Given.Options("{a: 2, b: 1}"), Given.Options("{a: 1, b: 2}"),
            Given.Options("{a: 1, b: 1}"), Given.Options("{a: 1, b: 2}"),
        ];

        Assert.Equal(
            ["1/1: 2", "1/2: 1,3", "2/1: 0"],
            OptionGroups.By(runs, ["a", "b"])
                .Select(group => $"{string.Join('/', group.Key)}: {string.Join(',', group.Members)}"));
    }

    private static string Shown(OptionRow row) =>
        $"{row.Path}: {string.Join(" | ", row.Values.Select(value => value ?? "-"))}";
}
