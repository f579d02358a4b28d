using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Transformer.Training;

/// <summary>
/// Makes updates: gradients of one or more micro-batches, clipping, one optimiser step. Everything that trains goes
/// through here.
/// </summary>
/// <param name="parameters">What is trained.</param>
/// <param name="optimiser">Of these parameters.</param>
/// <param name="maximumGradientNorm">Longest gradient that is not shortened; null: any.</param>
public sealed class ParameterUpdater(ParameterBuffer parameters, AdamW optimiser, double? maximumGradientNorm = 1)
{
    private readonly Tensor _gradients = parameters.RequireGradients();

    /// <summary>
    /// Makes one update. Each micro-batch is computed and differentiated in a scope of its own, so only one is in
    /// memory.
    /// </summary>
    /// <param name="learningRate">The rate of this update.</param>
    /// <param name="microBatches">Each computes its loss when called.</param>
    /// <returns>loss, grad_norm (before clipping), learning_rate, and what the losses reported.</returns>
    /// <exception cref="InvalidOperationException">
    /// No micro-batch had any weight, or the gradient is not finite.
    /// </exception>
    public UpdateMetrics Run(double learningRate, params IEnumerable<Func<BatchLoss>> microBatches)
    {
        using var scope = torch.NewDisposeScope();
        using var sums = new MetricAccumulator();
        _gradients.zero_();
        foreach (var microBatch in microBatches)
            Accumulate(microBatch, sums);
        if (!(sums.LossWeight > 0))
            throw new InvalidOperationException("a batch has nothing to learn from: its loss has weight 0");
        var scale = 1 / sums.LossWeight;
        var (values, length) = sums.Read(GradientClipping.Norm(_gradients));
        var norm = length * scale;
        if (!double.IsFinite(norm))
            throw new InvalidOperationException($"the gradient is not finite (loss {values["loss"]})");
        optimiser.Update(learningRate, scale * GradientClipping.Factor(norm, maximumGradientNorm));
        values["grad_norm"] = norm;
        values["learning_rate"] = learningRate;
        return new UpdateMetrics { Values = values, TokenCount = sums.TokenCount };
    }

    private static void Accumulate(Func<BatchLoss> microBatch, MetricAccumulator sums)
    {
        using var scope = torch.NewDisposeScope();
        var loss = microBatch();
        sums.Add(loss);
        // A batch without targets has no graph to go back through.
        if (loss.Weight > 0)
            loss.Sum.backward();
    }
}
