using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Ppo;

/// <summary>Enters the rounds of PPO in the step's ledger: the answers of a round, then its updates.</summary>
internal sealed class PpoRecorder(StepContext context, LlamaModel policy, LlamaModel? critic)
{
    private readonly TrainingRecorder _policy = new(context, "policy", policy.Trained);
    private readonly TrainingRecorder? _critic = critic is null ? null : new(context, "critic", critic.Trained);

    /// <summary>The last update that is entered.</summary>
    public int Reach => Math.Min(_policy.Reach, _critic?.Reach ?? int.MaxValue);

    public void Flush() => _policy.Flush();

    /// <summary>Enters what was sampled: the tokens as draws, the mean score and divergence as values.</summary>
    public void EnterAnswers(int round, IReadOnlyList<Answer> answers, double klCoefficient)
    {
        string[] rows = [.. answers.Select(answer => answer.Sample.Id)];
        _policy.Enter(
            new LedgerEntry
            {
                Stage = AnswerRecorder.Stage,
                Update = round + 1,
                Epoch = round,
                Position = 0,
                Loss = answers.Average(answer => answer.RawScore),
                GradientNorm = answers.Average(answer => answer.Kl),
                LearningRate = klCoefficient,
                TokenCount = answers.Sum(answer => answer.Sample.TargetCount),
                Rows = ShortDigest.Of(rows),
                Draws = ShortDigest.Of(answers.Select(answer => string.Join(' ', answer.Sample.Tokens))),
                Weights = policy.Trained.Checksum(),
            },
            rows);
    }

    public void EnterPolicy(UpdateRecord update, IReadOnlyList<Experience> minibatch, string state) =>
        _policy.Enter(update, Rows(minibatch), state);

    public void EnterCritic(UpdateRecord update, IReadOnlyList<Experience> minibatch, string state) =>
        _critic!.Enter(update, Rows(minibatch), state);

    private static string[] Rows(IReadOnlyList<Experience> minibatch) =>
        [.. minibatch.Select(experience => experience.Answer.Sample.Id)];
}
