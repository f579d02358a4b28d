using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Tests.Sampling;

/// <summary>A correction in several steps makes the bits of the correction in one.</summary>
[Collection(TensorTests.Name)]
public sealed class ShardTests(ToyModels models)
{
    private const int BatchSize = 4;

    private static readonly string[] Endings = ["", " at all", " or there", " in the end", " as it was said before"];

    [Theory]
    [InlineData(0.0, 2)]
    [InlineData(0.0, 3)]
    [InlineData(0.0, 9)]
    [InlineData(1.0, 2)]
    [InlineData(1.0, 3)]
    [InlineData(1.0, 9)]
    public void Merge_AnyNumberOfShards_MakesTheLabelsOfOneStep(double temperature, int shardCount)
    {
        var whole = Correct(temperature, shard: null).Output("labels");

        var merged = CorrectInShards(temperature, shardCount);

        Assert.Equal(["labels.jsonl", "summary.json"], Files(whole));
        Assert.Equal(models.Lab.Store.OutputDigest(whole), models.Lab.Store.OutputDigest(merged));
    }

    [Fact]
    public void Tune_OnMergedLabels_MakesTheModelOfOneStep()
    {
        var whole = Tune(Correct(temperature: 1, shard: null).Output("labels"));
        var merged = Tune(CorrectInShards(temperature: 1, shardCount: 3));

        Assert.NotEqual(whole.StepKey, merged.StepKey);
        Assert.Equal(models.Lab.Store.OutputDigest(whole), models.Lab.Store.OutputDigest(merged));
    }

    /// <summary>Red means that the corrections of the other tests would be equal however they are batched.</summary>
    [Fact]
    public void Correct_AtTemperature_GivesRowsThatDiffer()
    {
        var rows = models.Lab.Rows<LabelRow>(Correct(temperature: 1, shard: null).Output("labels"), RowFile.Labels);

        Assert.Equal(Answers().Select(answer => answer.Id), rows.Select(row => row.Id));
        Assert.True(rows.Select(row => row.Chosen).Distinct().Count() > rows.Count / 2);
    }

    [Fact]
    public void Has_AllShards_TakeEveryBatchOnce()
    {
        var batches = SequenceGenerator.Batches([3, 9, 3, 5, 7, 7, 1], batchSize: 2);

        Assert.Equal([[1, 4], [5, 3], [0, 2], [6]], batches);
        Assert.Equal([true, false, true, false], batches.Select((_, number) => new Shard(0, 2).Has(number)));
        Assert.Equal([false, true, false, true], batches.Select((_, number) => new Shard(1, 2).Has(number)));
        Assert.DoesNotContain(true, batches.Select((_, number) => new Shard(5, 6).Has(number)));
    }

    [Fact]
    public void Merge_AShardIsMissing_Fails()
    {
        var only = new Dictionary<string, OutputRef>
        {
            ["shard/01"] = Correct(temperature: 0, new Shard(1, 3)).Output("labels"),
        };

        Assert.Throws<InvalidDataException>(
            () => models.Lab.Run(models.Lab.Spec(MergeLabelsStep.Kind, new NoOptions(), only)));
    }

    private OutputRef CorrectInShards(double temperature, int shardCount)
    {
        var shards = Enumerable.Range(0, shardCount).ToDictionary(
            index => $"shard/{index + 1:00}",
            index => Correct(temperature, new Shard(index, shardCount)).Output("labels"));
        return models.Lab.Run(models.Lab.Spec(MergeLabelsStep.Kind, new NoOptions(), shards)).Output("labels");
    }

    private Finished Correct(double temperature, Shard? shard)
    {
        var options = new CorrectionOptions
        {
            Temperature = temperature, MaxNewTokens = 12, BatchSize = BatchSize, Shard = shard,
        };
        return models.Lab.Run(models.Lab.Spec(
            CorrectAnswersStep.Kind, options,
            new() { ["model"] = models.Base, ["answers"] = models.Lab.Give(RowFile.Samples, Answers()) }));
    }

    private OutputRef Tune(OutputRef labels) =>
        models.Lab.Run(models.Lab.Spec(
            "sft", new SftOptions { Epochs = 1, BatchSize = 4 },
            new() { ["model"] = models.Base, ["labels"] = labels })).Output("model");

    /// <summary>Eighteen rows of five lengths: five batches, the last of them not full.</summary>
    private static IEnumerable<SampleRow> Answers() =>
        Enumerable.Range(0, 18).Select(row => new SampleRow(
            $"toy/{row}", "sun", ToyModels.Question("sun"), $"no the sun is not here{Endings[row * 7 % 5]} ."));

    private string[] Files(OutputRef output) =>
        [.. Directory.GetFiles(models.Lab.Folder(output)).Select(path => Path.GetFileName(path)!).Order()];
}
