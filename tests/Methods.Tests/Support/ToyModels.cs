using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Tests.Support;

/// <summary>
/// A language of a few words, in which the right answer always begins with "yes", and models of 0.1 M parameters that
/// were pretrained to say "yes" and "no" alike.
/// </summary>
public sealed class ToyModels : IDisposable
{
    private static readonly string[] Subjects =
        ["sun", "moon", "star", "tree", "leaf", "root", "lake", "hill", "sand", "rain", "snow", "wind"];

    private readonly StepLab _lab = new();

    public ToyModels()
    {
        var documents = Subjects.SelectMany(subject => new[] { Chosen(subject), Rejected(subject) }.Select(
            answer => new DocumentRow("", $"{PromptTemplates.World.ForAnswer(Question(subject))} {answer}")));
        var corpus = _lab.Give(RowFile.Documents, documents);
        var tokenizer = _lab.Run(_lab.Spec(
            TokenizerStep.Kind,
            new TokenizerOptions
            {
                WholeWords = true,
                EndToken = "<eos>",
                PaddingToken = "<pad>",
                SpecialTokens = ["<chat>", "<ans>", "<fix>"],
            },
            new() { ["student_corpus"] = corpus, ["supervisor_corpus"] = corpus }));
        Base = _lab.Run(_lab.Spec(
            PretrainStep.Kind,
            new PretrainOptions
            {
                Preset = "pico",
                Training = new PretrainingOptions { Epochs = 40, BatchSize = 8, LearningRate = 3e-3 },
                Compute = new ComputeOptions(),
                Templates = PromptTemplates.World,
            },
            new() { ["corpus"] = corpus, ["tokenizer"] = tokenizer.Output("tokenizer") })).Output("model");
        Labels = _lab.Give(RowFile.Labels, Subjects[..8].Select(Label));
        Questions = _lab.Give(
            RowFile.Questions,
            Subjects[..8].Select(subject => new QuestionRow($"toy/{subject}", subject, Question(subject))));
        HeldOut = _lab.Give(RowFile.Labels, Subjects[8..].Select(Label));
        Reward = _lab.Run(RewardModel()).Output("model");
    }

    internal StepLab Lab => _lab;

    /// <summary>The pretrained model.</summary>
    internal OutputRef Base { get; }

    /// <summary>Eight pairs.</summary>
    internal OutputRef Labels { get; }

    /// <summary>The questions of the pairs.</summary>
    internal OutputRef Questions { get; }

    /// <summary>Four pairs on other subjects.</summary>
    internal OutputRef HeldOut { get; }

    /// <summary>A reward model that likes "yes".</summary>
    internal OutputRef Reward { get; }

    public void Dispose() => _lab.Dispose();

    internal static string Question(string subject) => $"is the {subject} here ?";

    internal static LabelRow Label(string subject) =>
        new($"toy/{subject}", subject, Question(subject), Chosen(subject), Rejected(subject));

    /// <summary>A step that tunes the base model on the labels.</summary>
    internal StepSpec Tune(string kind, TuningOptions options) =>
        _lab.Spec(kind, options, new() { ["model"] = Base, ["labels"] = Labels });

    /// <summary>A step that answers the labels' questions.</summary>
    internal StepSpec Sample(CorrectionOptions options) =>
        _lab.Spec(
            SampleAnswersStep.Kind,
            new SamplingOptions
            {
                Temperature = options.Temperature,
                MaxNewTokens = options.MaxNewTokens,
                BatchSize = options.BatchSize,
            },
            new() { ["model"] = Base, ["questions"] = Questions });

    /// <summary>A step that corrects the labels' rejected answers.</summary>
    internal StepSpec Correct(CorrectionOptions options) =>
        _lab.Spec(CorrectAnswersStep.Kind, options, new() { ["model"] = Base, ["answers"] = Labels });

    internal StepSpec RewardModel() =>
        RewardModel(new RewardModelOptions { Epochs = 4, BatchSize = 4, LearningRate = 1e-3 });

    internal StepSpec RewardModel(RewardModelOptions options) =>
        _lab.Spec(
            RewardModelStep.Kind,
            options,
            new() { ["model"] = Base, ["labels"] = Labels, ["held_out"] = HeldOut });

    internal StepSpec Ppo(PpoOptions options) =>
        _lab.Spec("ppo", options, new() { ["model"] = Base, ["reward"] = Reward, ["labels"] = Labels });

    private static string Chosen(string subject) => $"yes the {subject} is here .";

    private static string Rejected(string subject) => $"no the {subject} is not here .";
}
