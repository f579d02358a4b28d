using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Supervisor;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>Every method learns to answer "yes" from the labels, by its own measure.</summary>
[Collection(TensorTests.Name)]
public sealed class LearningTests(ToyModels models)
{
    [Fact]
    public void Base_BeforeTuning_SaysBothAlike()
    {
        var answers = AnswersOf(models.Base);

        Assert.InRange(answers.Count(IsRight), answers.Count / 4, answers.Count * 3 / 4);
    }

    [Fact]
    public void Sft_OnTheLabels_LowersTheLossAndSaysYes()
    {
        var spec = models.Tune("sft", new SftOptions { Epochs = 8, BatchSize = 4, LearningRate = 1e-3 });
        var model = models.Lab.Run(spec).Output("model");
        var losses = Metric(spec, "loss");

        Assert.True(losses[^1] < 0.5 * losses[0], $"{losses[0]} to {losses[^1]}");
        AssertMostlyRight(AnswersOf(model));
    }

    [Fact]
    public void Supervisor_OnTheLabels_TurnsNoIntoYes()
    {
        var spec = models.Tune(
            SupervisorStep.Kind, new SupervisorOptions { Epochs = 15, BatchSize = 4, LearningRate = 2e-3 });
        var supervisor = models.Lab.Run(spec).Output("model");
        var corrected = models.Lab.Run(models.Lab.Spec(
            CorrectAnswersStep.Kind, new SamplingOptions { MaxNewTokens = 8 },
            new() { ["model"] = supervisor, ["answers"] = models.Labels })).Output("labels");

        Assert.All(
            models.Lab.Rows<LabelRow>(corrected, RowFile.Labels), row => Assert.True(IsRight(row.Chosen), row.Chosen));
    }

    [Fact]
    public void Dpo_OnTheLabels_RaisesMarginAndAccuracy()
    {
        var spec = models.Tune(
            "dpo", new DpoOptions { Epochs = 10, BatchSize = 4, LearningRate = 5e-4, SftCoefficient = 1 });
        var model = models.Lab.Run(spec).Output("model");
        var margins = Metric(spec, "rewards/margins");

        Assert.Equal(0, margins[0], 1e-4);
        Assert.True(margins[^1] > 0.5, $"{margins[^1]}");
        Assert.Equal(1, Metric(spec, "rewards/accuracies")[^1]);
        AssertMostlyRight(AnswersOf(model));
    }

    [Fact]
    public void RewardModel_OnTheLabels_TellsOtherPairsApart()
    {
        var losses = Metric(models.RewardModel(), "loss");
        var summary = RewardModelSummary.Read(models.Lab.Folder(models.Reward));

        Assert.Equal(Math.Log(2), losses[0], 1e-4);
        Assert.True(losses[^1] < losses[0] - 0.2, $"{losses[0]} to {losses[^1]}");
        Assert.Equal(1, summary.TrainingAccuracy);
        Assert.Equal(1, summary.HeldOutAccuracy);
    }

    [Theory]
    [InlineData(ValueInitialisation.Policy)]
    [InlineData(ValueInitialisation.RewardModel)]
    public void Ppo_AgainstTheRewardModel_RaisesTheReward(ValueInitialisation valueFrom)
    {
        var spec = models.Ppo(new PpoOptions
        {
            Rollouts = 10, RolloutSize = 32, MaxNewTokens = 8, LearningRate = 1e-3, ValueFrom = valueFrom,
        });
        var model = models.Lab.Run(spec).Output("model");
        var scores = Metric(spec, "objective/scores");

        Assert.True(scores[^1] > scores[0] + 0.3, $"{scores[0]} to {scores[^1]}");
        AssertMostlyRight(AnswersOf(model));
    }

    private double[] Metric(StepSpec spec, string name) =>
        [.. models.Lab.RunAndWatch(spec).Select(progress => progress.Metrics[name])];

    /// <summary>Forty answers, drawn at temperature 1.</summary>
    private IReadOnlyList<string> AnswersOf(OutputRef model)
    {
        var questions = Enumerable.Range(0, 40).Select(i => new QuestionRow(
            $"q/{i}", "sun", ToyModels.Question(new[] { "sun", "moon", "star", "tree" }[i % 4])));
        var samples = models.Lab.Run(models.Lab.Spec(
            SampleAnswersStep.Kind, new SamplingOptions { Temperature = 1, MaxNewTokens = 8 },
            new() { ["model"] = model, ["questions"] = models.Lab.Give(RowFile.Questions, questions) }));
        var rows = models.Lab.Rows<SampleRow>(samples.Output("samples"), RowFile.Samples);
        return [.. rows.Select(row => row.Completion)];
    }

    private static void AssertMostlyRight(IReadOnlyList<string> answers) =>
        Assert.True(answers.Count(IsRight) >= answers.Count * 9 / 10, string.Join('\n', answers));

    private static bool IsRight(string answer) => answer.StartsWith("yes ", StringComparison.Ordinal);
}
