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
        Check.AlsoNarrow(
            "RMSNorm and gradients", place => [.. Norm(place, 64), .. Norm(place, 33), .. Norm(place, 1536)]),
        Check.AlsoNarrow("norm of heads and gradients", HeadNorm),
        Check.AlsoNarrow("SwiGLU and gradients", place => [.. Gated(place, 160), .. Gated(place, 5)]),
        Check.AlsoNarrow(
            "log-probability and gradients", place => [.. LogProbability(place, 211), .. LogProbability(place, 4096)]),
        Check.AlsoNarrow("attention and gradients", Attention),
        Check.Of("AdamW", Optimiser),
    ];

    private static Tensor[] Norm(Place place, int width)
    {
        using var parameters = new ParameterBuffer(
            [new ParameterSpec { Name = "weight", Shape = [width] }], place.Type, place.Device);
        parameters.Values.copy_(place.Draw("norm", width));
        var slopes = parameters.RequireGradients();
        var results = WithGradient(
            place, place.Draw("hidden", Rows, width), x => RmsNorm.Apply(x, parameters["weight"], Epsilon));
        return [.. results, slopes.clone()];
    }

    private static Tensor[] HeadNorm(Place place)
    {
        var config = SmallModel.Config;
        using var parameters = new ParameterBuffer(
            [
                new ParameterSpec { Name = "query", Shape = [config.HeadDim] },
                new ParameterSpec { Name = "key", Shape = [config.HeadDim] },
            ],
            place.Type, place.Device);
        parameters.Values.copy_(place.Draw("norms", 2 * config.HeadDim));
        var slopes = parameters.RequireGradients();
        var norm = new QueryKeyNorm(parameters["query"], parameters["key"], config);
        var results = WithGradient(place, place.Draw("fused", Rows, config.FusedAttentionSize), norm.Apply);
        return [.. results, slopes.clone()];
    }

    private static Tensor[] Gated(Place place, int width) =>
        WithGradient(place, place.Draw("gate-up", Rows, 2 * width), SwiGlu.Apply);

    private static Tensor[] LogProbability(Place place, int classes)
    {
        var targets = torch.arange(Rows, device: place.Device);
        return WithGradient(
            place, place.Draw("logits", Rows, classes),
            logits => TokenLogProbability.Apply(logits, targets, temperature: 0.7).LogProbabilities);
    }

    /// <summary>Samples of different lengths, rotary, two query heads to a key head.</summary>
    private static Tensor[] Attention(Place place)
    {
        using var model = place.Model();
        var batch = model.Batch(SmallModel.Answers(5));
        var context = model.Attention(batch);
        return WithGradient(
            place, place.Draw("fused", batch.RowCount, SmallModel.Config.FusedAttentionSize),
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
    private static Tensor[] WithGradient(Place place, Tensor input, Func<Tensor, Tensor> function)
    {
        input.requires_grad = true;
        var result = function(input);
        var weights = place.Draw("output weights", result.shape);
        // A kernel may turn its saved input into the gradient where it lies, so the result is copied first.
        var copy = result.detach().clone();
        result.mul(weights).sum().backward();
        return [copy, input.grad!];
    }
}
