using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Shared;

/// <summary>Whoever watches a step sees how much of its data is not learned from.</summary>
[Collection(TensorTests.Name)]
public sealed class LeftOutTests(ToyModels models)
{
    [Fact]
    public void Report_OfCutAnswersAndEqualPairs_CountsThem()
    {
        var label = ToyModels.Label("sun");
        var labels = models.Lab.Give(
            RowFile.Labels,
            [label, label with { Id = "long", Chosen = $"{label.Chosen} {label.Chosen}" },
                label with { Id = "same", Rejected = label.Chosen }]);

        // A question takes 7 tokens and an answer at most 8, its end included: only the long one is cut.
        var metrics = Report(labels, maxLength: 15);

        Assert.Equal((1, 1), (metrics["truncated_samples"], metrics["identical_pairs"]));
    }

    [Fact]
    public void Report_WhereAllIsLearnedFrom_SaysNothing()
    {
        var metrics = Report(models.Labels, maxLength: 512);

        Assert.DoesNotContain("truncated_samples", metrics.Keys);
        Assert.DoesNotContain("identical_pairs", metrics.Keys);
    }

    private IReadOnlyDictionary<string, double> Report(Experiments.Steps.OutputRef labels, int maxLength) =>
        models.Lab.RunAndWatch(models.Lab.Spec(
            "dpo", new DpoOptions { MaxLength = maxLength, Epochs = 1 },
            new() { ["model"] = models.Base, ["labels"] = labels }))[0].Metrics;
}
