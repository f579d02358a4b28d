using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Ppo;

/// <summary>The two clipped losses over a minibatch of answers, as sums over its M tokens.</summary>
internal sealed class PpoUpdate(PpoOptions options, TokenLayout layout)
{
    /// <summary>The policy's loss; with a value head on its trunk, the weighted value loss as well.</summary>
    /// <param name="update">Updates made before this one.</param>
    public BatchLoss Policy(LlamaModel policy, bool hasValueHead, IReadOnlyList<Experience> minibatch, int update)
    {
        var batch = Batch(policy, "policy", minibatch, update);
        var hidden = policy.Hidden(batch, batch.TargetIndex);
        var (logProbabilities, _) = LogProbabilities.OfHidden(policy, batch, hidden, options.Temperature);
        var old = Column(minibatch, experience => experience.Answer.LogProbabilities, logProbabilities);
        var advantages = Column(minibatch, experience => experience.Advantages, logProbabilities);
        var policyLoss = PpoLoss.Policy(logProbabilities, old, advantages, options.ClipRange).sum();
        var metrics = Diagnostics(
            logProbabilities.detach() - old, advantages, policyLoss.detach(), batch.TargetCount);
        if (!hasValueHead)
            return Loss(policyLoss, batch, metrics);
        var valueLoss = ValueLoss(policy.Head(ScalarHeadSpec.Value).Apply(hidden), minibatch);
        return Loss(
            policyLoss + valueLoss * options.ValueCoefficient, batch, [.. metrics, ValueMetric(valueLoss, batch)]);
    }

    /// <summary>The loss of a value model of its own.</summary>
    /// <param name="update">Updates made before this one.</param>
    public BatchLoss Critic(LlamaModel critic, IReadOnlyList<Experience> minibatch, int update)
    {
        var batch = Batch(critic, "critic", minibatch, update);
        var values = critic.Head(ScalarHeadSpec.Score).Apply(critic.Hidden(batch, batch.TargetIndex));
        var loss = ValueLoss(values, minibatch);
        return Loss(loss, batch, [ValueMetric(loss, batch)]);
    }

    private TokenBatch Batch(LlamaModel model, string stage, IReadOnlyList<Experience> minibatch, int update)
    {
        model.BeginPass(stage, update, minibatch[0].Answer.Sample.Id);
        return model.Batch([.. minibatch.Select(experience => experience.Answer.Sample)], layout);
    }

    private Tensor ValueLoss(Tensor values, IReadOnlyList<Experience> minibatch)
    {
        var oldValues = Column(minibatch, experience => experience.Answer.Values, values);
        var returns = Column(minibatch, experience => experience.Returns, values);
        return PpoLoss.Value(values, oldValues, returns, options.ValueClipRange).sum();
    }

    private static BatchLoss Loss(Tensor sum, TokenBatch batch, IReadOnlyList<MetricSum> metrics) => new()
    {
        Sum = sum, Weight = batch.TargetCount, TokenCount = batch.TokenCount, Metrics = metrics,
    };

    private static MetricSum ValueMetric(Tensor loss, TokenBatch batch) =>
        new("loss/value_avg", loss.detach(), batch.TargetCount);

    /// <summary>½·(log ρ)² and the share of tokens whose loss is the clipped one, as TRL reports them.</summary>
    private IReadOnlyList<MetricSum> Diagnostics(Tensor logRatio, Tensor advantages, Tensor policyLoss, int count)
    {
        using var frozen = torch.no_grad();
        var isClipped = PpoLoss.IsClipped(logRatio.exp(), advantages, options.ClipRange);
        return
        [
            new MetricSum("loss/policy_avg", policyLoss, count),
            new MetricSum("policy/approxkl_avg", logRatio.square().sum() * 0.5, count),
            new MetricSum("policy/clipfrac_avg", isClipped.sum(), count),
        ];
    }

    /// <summary>[M], in the order of the batch's targets: answer after answer.</summary>
    private static Tensor Column(
        IReadOnlyList<Experience> minibatch, Func<Experience, double[]> column, Tensor like) =>
        LibTorch.Upload([.. minibatch.SelectMany(column)], like.device).to_type(like.dtype);
}
