using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Judges;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Methods.Tests.Judges;

[Collection(TensorTests.Name)]
public sealed class ScoreRewardsStepTests(ToyModels models)
{
    [Fact]
    public void Execute_Corrections_AreLikelierPreferredThanTheRejected() =>
        Assert.All(Score(models.Labels), row => Assert.InRange(row.Quality, 0.6, 1));

    [Fact]
    public void Execute_TheRejectedThemselves_AreAsGood()
    {
        var rejected = models.Lab.Rows<LabelRow>(models.Labels, RowFile.Labels)
            .Select(row => new SampleRow(row.Id, row.Cluster, row.Prompt, row.Rejected));

        Assert.All(
            Score(models.Lab.Give(RowFile.Samples, rejected)),
            row => Assert.Equal((0.5, 0.5, 0.5), (row.Quality, row.Helpfulness, row.Harmlessness)));
    }

    [Fact]
    public void Execute_Anything_NotesTheJudgesAccuracyAndNamesTheModel()
    {
        var summary = ScoreFiles.ReadSummary(models.Lab.Folder(Step(models.Labels).Output("evaluation")));

        Assert.Contains(
            summary.Notes, note => note.EndsWith("accuracy on held-out pairs: 1.000", StringComparison.Ordinal));
        Assert.Equal(models.Lab.Store.OutputDigest(models.Base), summary.ModelDigest);
    }

    [Fact]
    public void Execute_JudgeWithoutHeldOutPairs_NotesThat()
    {
        var judge = models.Lab.Run(models.Tune(RewardModelStep.Kind, new RewardModelOptions())).Output("model");

        var summary = ScoreFiles.ReadSummary(models.Lab.Folder(Step(models.Labels, judge).Output("evaluation")));

        Assert.Contains("judge's accuracy on held-out pairs: none, no pair has two different answers", summary.Notes);
    }

    [Fact]
    public void Rewards_InAnyBatches_AreTheSameNumbers()
    {
        using var judge = ModelFolder.Load(
            models.Lab.Folder(models.Reward), new ComputeOptions { Dtype = FloatType.Float64 }.Applied());
        var encoder = new SampleEncoder(judge.Tokenizer, 64);
        var samples = models.Lab.Rows<LabelRow>(models.Labels, RowFile.Labels)
            .Select(row => encoder.Response(row.Id, judge.Templates.ForAnswer(row.Prompt), row.Chosen)).ToList();

        Close(
            Rewards.Score(judge.Model, samples, batchSize: 8, TokenLayout.Packed),
            Rewards.Score(judge.Model, samples, batchSize: 3, TokenLayout.Padded), tolerance: 1e-12);
    }

    private IReadOnlyList<ScoreRow> Score(OutputRef answers) =>
        ScoreFiles.ReadRows(models.Lab.Folder(Step(answers).Output("evaluation")));

    private Finished Step(OutputRef answers, OutputRef? judge = null) =>
        models.Lab.Run(models.Lab.Spec(
            ScoreRewardsStep.Kind, new ScoreRewardsOptions(),
            new()
            {
                ["judge"] = judge ?? models.Reward,
                ["reference"] = models.Labels,
                ["answers"] = answers,
                ["model"] = models.Base,
            }));
}
