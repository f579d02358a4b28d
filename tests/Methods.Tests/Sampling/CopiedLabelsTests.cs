using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Sampling;

/// <summary>
/// Corrections with copies drafted, and in continuous batches: the labels of plain ones in float64, and in any type
/// the same bits whether they are made at once, in shards, or after a stop.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class CopiedLabelsTests(ToyModels models)
{
    private const int Rows = 36;

    private static readonly string[] Endings = ["", " at all", " or there", " in the end", " as it was said before"];

    private static readonly CorrectionOptions Plain = new() { MaxNewTokens = 12, BatchSize = 2 };

    private static readonly CorrectionOptions Drafts =
        Plain with { Speculation = Speculation.Copy, Batching = Batching.Continuous };

    [Theory]
    [InlineData(0.0, null, Batching.Continuous)]
    [InlineData(1.0, null, Batching.Continuous)]
    [InlineData(0.0, Speculation.Copy, null)]
    [InlineData(1.0, Speculation.Copy, null)]
    [InlineData(1.0, Speculation.Copy, Batching.Continuous)]
    public void Correct_InFloat64_MakesThePlainLabels(double temperature, Speculation? drafts, Batching? batching)
    {
        var exact = new ComputeOptions { Dtype = FloatType.Float64 };
        var plain = Plain with { Temperature = temperature, Compute = exact };

        var rows = Labels(Correct(plain));

        Assert.Equal(rows, Labels(Correct(plain with { Speculation = drafts, Batching = batching })));
        Assert.True(rows.Select(row => row.Chosen).Distinct().Count() > (temperature == 0 ? 0 : Rows / 2));
    }

    [Fact]
    public void Correct_WithDrafts_SaysWhatTheyTook()
    {
        var folder = models.Lab.Folder(Correct(Plain with { Speculation = Speculation.Copy, BatchSize = 1 }));
        var counts = GenerationFile.Read(folder)!.Value;

        Assert.InRange(counts.Accepted, 1, counts.Drafted);
        Assert.InRange(counts.Passes, Rows, counts.Tokens - 1);
        Assert.Null(GenerationFile.Read(models.Lab.Folder(Correct(Plain))));
    }

    [Fact]
    public void Correct_WithDrafts_ReportsThemAsMetrics()
    {
        var reports = models.Lab.RunAndWatch(Spec(Drafts with { MaxNewTokens = 11 }));

        var last = reports[^1];
        Assert.Equal(Rows, last.Done);
        Assert.InRange(last.Metrics["speculation/accepted"], 1, last.Metrics["speculation/drafted"]);
        Assert.True(last.Metrics["generation/tokens"] > last.Metrics["generation/passes"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Merge_ShardsWithDrafts_MakesTheBitsOfOneStep(int count)
    {
        var options = Drafts with { Temperature = 1 };
        var shards = Enumerable.Range(0, count).ToDictionary(
            index => $"shard/{index + 1:00}", index => Correct(options with { Shard = new Shard(index, count) }));

        var merged = models.Lab.Run(models.Lab.Spec(MergeLabelsStep.Kind, new NoOptions(), shards)).Output("labels");

        Assert.Equal(models.Lab.Store.OutputDigest(Correct(options)), models.Lab.Store.OutputDigest(merged));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(35)]
    public void Execute_AbandonedWithinAUnit_GoesOnToTheSameBits(int dieAt)
    {
        var spec = Spec(Drafts with { Temperature = 1, MaxNewTokens = 10 });
        models.Lab.Run(spec);
        Assert.Throws<InvalidOperationException>(() => models.Lab.RunAgain(
            spec, progress => ThrowAt(progress, dieAt)));

        var reports = new List<StepProgress>();
        var resumed = models.Lab.RunAgain(spec, reports.Add);

        Assert.True(reports[0].Done > (dieAt - 1) / 16 * 16, reports[0].ToString());
        Assert.Null(resumed.Divergence);
    }

    private static void ThrowAt(StepProgress progress, int at)
    {
        if (progress.Done >= at)
            throw new InvalidOperationException("abandoned");
    }

    private IReadOnlyList<LabelRow> Labels(OutputRef labels) => models.Lab.Rows<LabelRow>(labels, RowFile.Labels);

    private OutputRef Correct(CorrectionOptions options) => models.Lab.Run(Spec(options)).Output("labels");

    private StepSpec Spec(CorrectionOptions options) => models.Lab.Spec(
        CorrectAnswersStep.Kind, options,
        new()
        {
            ["model"] = models.Base,
            ["answers"] = models.Lab.Give(
                RowFile.Samples,
                Enumerable.Range(0, Rows).Select(row => new SampleRow(
                    $"toy/{row}", "sun", ToyModels.Question("sun"),
                    $"no the sun is not here{Endings[row * 7 % 5]} ."))),
        });
}
