namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Cosines and sines of the rotary embedding (Su et al., arXiv:2104.09864), halves convention: pair i of a head turns
/// by position · f(i), i &lt; D/2, with the frequencies of <see cref="RotaryFrequencies"/>. Grows with the positions
/// that are asked for.
/// </summary>
internal sealed class RotaryTable(ModelConfig config, ScalarType type, Device device) : IDisposable
{
    private const int SmallestLength = 64;

    private Tensor? _cosine;
    private Tensor? _sine;
    private int _length;

    /// <summary>[*, D/2] cosines and sines of some positions, owned by the caller's scope.</summary>
    /// <param name="positions">[*] int64.</param>
    /// <param name="count">Above every position.</param>
    public (Tensor Cosine, Tensor Sine) At(Tensor positions, int count)
    {
        Grow(count);
        return (_cosine!.index_select(0, positions), _sine!.index_select(0, positions));
    }

    public void Dispose()
    {
        _cosine?.Dispose();
        _sine?.Dispose();
    }

    private void Grow(int count)
    {
        if (count <= _length)
            return;
        if (count > config.MaxPositions)
            throw new ArgumentException($"a sequence of {count} tokens; the model takes at most {config.MaxPositions}");
        _length = SmallestLength;
        while (_length < count)
            _length *= 2;
        Dispose();
        _cosine = Table(Math.Cos);
        _sine = Table(Math.Sin);
    }

    // In float64: an angle of thousands of radians has few exact digits left in float32.
    private Tensor Table(Func<double, double> function)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var half = config.HeadDim / 2;
        var frequencies = RotaryFrequencies.Of(config);
        // YaRN sharpens attention by what it multiplies queries and keys by.
        var scale = config.RopeScaling?.AttentionFactor ?? 1;
        var values = new double[_length * half];
        for (var index = 0; index < values.Length; index++)
            values[index] = scale * function(index / half * frequencies[index % half]);
        return torch.tensor(values).view(_length, half).to(type, device).contiguous().DetachFromDisposeScope();
    }
}
