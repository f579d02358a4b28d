using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>The parts of a model and its optimiser: results, and gradients of the inputs.</summary>
internal static class LayerChecks
{
    private const int Rows = 48;
    private const double Epsilon = 1e-5;

    public static IEnumerable<Check> All =>
    [
        Check.Of("RMSNorm and gradients", Norm),
        Check.Of("SwiGLU and gradients", place => WithGradient(place.Draw("gate-up", Rows, 320), SwiGlu.Apply)),
        Check.Of("log-probability and gradients", LogProbability),
        Check.Of("attention and gradients", Attention),
        Check.Of("AdamW", Optimiser),
    ];

    private static Tensor[] Norm(Place place)
    {
        using var parameters = new ParameterBuffer(
            [new ParameterSpec { Name = "weight", Shape = [64] }], place.Type, place.Device);
        parameters.Values.copy_(place.Draw("norm", 64));
        var slopes = parameters.RequireGradients();
        var results = WithGradient(
            place.Draw("hidden", Rows, 64), x => RmsNorm.Apply(x, parameters["weight"], Epsilon));
        return [.. results, slopes.clone()];
    }

    private static Tensor[] LogProbability(Place place)
    {
        var targets = torch.arange(Rows, device: place.Device);
        return WithGradient(
            place.Draw("logits", Rows, 211),
            logits => TokenLogProbability.Apply(logits, targets, temperature: 0.7).LogProbabilities);
    }

    /// <summary>Samples of different lengths, rotary, two query heads to a key head.</summary>
    private static Tensor[] Attention(Place place)
    {
        using var model = place.Model();
        var batch = model.Batch(SmallModel.Answers(5));
        var context = model.Attention(batch);
        return WithGradient(
            place.Draw("fused", batch.RowCount, SmallModel.Config.FusedAttentionSize),
            fused => CausalAttention.Apply(fused, context));
    }

    /// <summary>Weights after three updates from drawn gradients.</summary>
    private static Tensor[] Optimiser(Place place)
    {
        using var frozen = torch.no_grad();
        using var parameters = new ParameterBuffer(
            [new ParameterSpec { Name = "weight", Shape = [1001] }], place.Type, place.Device);
        parameters.Values.copy_(place.Draw("weights", 1001));
        using var optimiser = new AdamW(parameters, new AdamWOptions { WeightDecay = 0.1 });
        for (var update = 1; update <= 3; update++)
        {
            parameters.Gradients!.copy_(place.Draw($"gradient {update}", 1001));
            optimiser.Update(learningRate: 1e-2, gradientScale: 0.5);
        }
        return [parameters.Values.clone(), optimiser.FirstMoment.clone(), optimiser.SecondMoment.clone()];
    }

    // The gradient of a sum with drawn weights, so that every element of the result counts differently.
    private static Tensor[] WithGradient(Tensor input, Func<Tensor, Tensor> function)
    {
        input.requires_grad = true;
        var result = function(input);
        var weights = new Place { Device = input.device, Type = input.dtype }.Draw("output weights", result.shape);
        // A kernel may turn its saved input into the gradient where it lies, so the result is copied first.
        var copy = result.detach().clone();
        result.mul(weights).sum().backward();
        return [copy, input.grad!];
    }
}
