using WeakToStrong.Torch.Random;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Draws starting weights. Every tensor has a stream of its own, keyed by the seed and its name, and every element its
/// place in it: values depend neither on the order of creation nor on what else the model has.
/// </summary>
internal static class ParameterInitializer
{
    private const int ChunkLength = 1 << 20;

    /// <summary>Fills the tensors of a buffer, or some of them.</summary>
    public static void Fill(ParameterBuffer parameters, IEnumerable<ParameterSpec> specs, ulong seed)
    {
        using var frozen = torch.no_grad();
        foreach (var spec in specs)
            Fill(parameters[spec.Name].Value, spec, seed);
    }

    private static void Fill(Tensor value, ParameterSpec spec, ulong seed)
    {
        using var scope = torch.NewDisposeScope();
        if (spec is { StandardDeviation: 0, Bound: 0 })
        {
            value.fill_(spec.Constant);
            return;
        }
        var stream = new CounterRandom(seed, "init/" + spec.Name);
        var flat = value.view(-1);
        for (var start = 0L; start < spec.Length; start += ChunkLength)
        {
            using var chunk = torch.NewDisposeScope();
            var draws = new float[Math.Min(ChunkLength, spec.Length - start)];
            if (spec.Bound > 0)
                FillUniform(stream, (ulong)start, spec.Bound, draws);
            else
                stream.FillNormal(0, (ulong)start, spec.StandardDeviation, draws);
            flat.narrow(0, start, draws.Length).copy_(torch.tensor(draws));
        }
    }

    private static void FillUniform(CounterRandom stream, ulong start, double bound, Span<float> draws)
    {
        for (var i = 0; i < draws.Length; i++)
            draws[i] = (float)(bound * (2 * stream.NextDouble(0, start + (ulong)i) - 1));
    }
}
