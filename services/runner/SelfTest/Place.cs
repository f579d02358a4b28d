using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>Where and in which type one side of a comparison computes.</summary>
internal sealed record Place
{
    /// <summary>What everything is held against: operators alone, in float64, on the CPU.</summary>
    public static Place Reference { get; } =
        new() { Device = torch.CPU, Type = ScalarType.Float64, UsesKernels = false };

    public required Device Device { get; init; }

    public required ScalarType Type { get; init; }

    /// <summary>Whether the engine's own kernels are used where they serve.</summary>
    public bool UsesKernels { get; init; } = true;

    /// <summary>The type whose numbers are drawn, where another place has no more digits; null: any.</summary>
    public ScalarType? Rounding { get; init; }

    /// <summary>Computes in this place.</summary>
    public T Run<T>(Func<Place, T> compute)
    {
        CpuMemory.IsEnabled = UsesKernels;
        try
        {
            return compute(this);
        }
        finally
        {
            CpuMemory.IsEnabled = true;
        }
    }

    /// <summary>Normal draws: the same in every place for the same name, up to the rounding of its type.</summary>
    public Tensor Draw(string name, params long[] shape)
    {
        var draws = new float[shape.Aggregate(1L, (product, extent) => product * extent)];
        new CounterRandom(seed: 1, "selftest/" + name).FillNormal(0, 0, deviation: 1, draws);
        return Rounded(torch.tensor(draws)).view(shape).to(Type, Device);
    }

    /// <summary>A small model with grouped heads, the same in every place.</summary>
    public LlamaModel Model(params IReadOnlyList<ScalarHeadSpec> heads)
    {
        var model = LlamaModel.Create(SmallModel.Config, seed: 1, Type, Device, heads);
        using var frozen = torch.no_grad();
        model.Parameters.Values.copy_(Rounded(model.Parameters.Values));
        return model;
    }

    // Float32 has all digits of what is drawn.
    private Tensor Rounded(Tensor drawn) => Rounding == ScalarType.BFloat16 ? drawn.to(ScalarType.BFloat16) : drawn;
}
