using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Adapters;

/// <summary>Adapters that do something.</summary>
internal static class Loras
{
    /// <summary>Gives every weight of an adapter a value that is not 0.</summary>
    public static LoraAdapter Scatter(LoraAdapter adapter)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var draws = new float[adapter.Parameters.Length];
        new CounterRandom(77, "test").FillNormal(0, 0, 0.2, draws);
        adapter.Parameters.Values.copy_(torch.tensor(draws));
        return adapter;
    }

    /// <summary>Checksum of the logits of two samples.</summary>
    public static ulong Logits(LlamaModel model)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        return LibTorch.Checksum(model.Logits(model.Hidden(model.Batch(Golden.MakeSamples(model.Config, 9, 5)))));
    }
}
