using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.RewardModel;

/// <summary>Reading rewards off a reward model: the score head at a sample's last token.</summary>
public static class Rewards
{
    /// <summary>[B]. One reward per sample, with a gradient unless recording is off.</summary>
    public static Tensor Of(LlamaModel model, TokenBatch batch) =>
        model.Head(ScalarHeadSpec.Score).Apply(model.Hidden(batch, batch.LastIndex));

    /// <summary>Rewards of any number of samples, in their order, without gradient.</summary>
    /// <param name="model">With a score head.</param>
    /// <param name="samples">Prompts with their answers.</param>
    /// <param name="batchSize">Samples of a pass.</param>
    /// <param name="layout">How they lie in it.</param>
    /// <param name="maxTokens">Most tokens of a pass, unless a sample alone has more; null: any number.</param>
    public static double[] Score(
        LlamaModel model, IReadOnlyList<TokenSample> samples, int batchSize, TokenLayout layout, int? maxTokens = null)
    {
        var rewards = new double[samples.Count];
        using var frozen = torch.no_grad();
        int[] lengths = [.. samples.Select(sample => sample.Length)];
        var budget = new TokenBudget(maxTokens ?? int.MaxValue, lengths);
        var batches = BatchPlan.Create(lengths, batchSize, BatchOrder.SortedByLength, seed: 0, epoch: 0);
        foreach (var indices in batches.SelectMany(budget.Split))
        {
            using var scope = torch.NewDisposeScope();
            var scores = Of(model, model.Batch([.. indices.Select(index => samples[index])], layout));
            var numbers = scores.to_type(ScalarType.Float64).cpu().data<double>().ToArray();
            for (var i = 0; i < indices.Length; i++)
                rewards[indices[i]] = numbers[i];
        }
        return rewards;
    }
}
