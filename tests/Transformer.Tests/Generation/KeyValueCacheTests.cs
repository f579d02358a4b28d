using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Generation;

public sealed class KeyValueCacheTests
{
    [Theory]
    [InlineData(4, 4, 6, null)]
    [InlineData(6, 2, 20, null)]
    [InlineData(3, 1, 32, null)]
    [InlineData(6, 2, 20, 5)]
    public void Attend_KernelAndOperators_Agree(int heads, int keyValueHeads, int dim, int? window)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var config = Golden.TinyConfig() with
        {
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDim = dim,
            SlidingWindow = window
        };
        using var model = LlamaModel.Create(config, seed: 2, ScalarType.Float64);
        using var fused = new KeyValueCache(model, slots: 3, capacity: 20);
        using var composed = new KeyValueCache(model, slots: 3, capacity: 20);
        for (var position = 0; position < 18; position++)
        {
            // The middle sequence is two tokens behind, and leaves after ten steps.
            int[] slots = position < 10 ? [2, 0, 1] : [2, 1];
            var rows = Rows(model, slots, [.. slots.Select(slot => slot == 0 ? Math.Max(0, position - 2) : position)]);
            var input = torch.arange(slots.Length * config.FusedAttentionSize).to_type(ScalarType.Float64)
                .mul(1.3 + position).sin().view(slots.Length, -1);
            fused.Store(0, input, rows);
            composed.StoreByOperators(0, input, rows);
            // All rows together, two at a time, one by one.
            foreach (var mostGathered in (long[])[long.MaxValue, 2L * keyValueHeads * dim * (position + 1), 1])
                Assert.True(Golden.Difference(
                    fused.Attend(0, input, rows), composed.AttendByOperators(0, input, rows, mostGathered)) < 1e-12);
        }
    }

    private static CacheRows Rows(LlamaModel model, int[] slots, int[] positions)
    {
        var (cosine, sine) = model.Angles(torch.tensor(Array.ConvertAll(positions, value => (long)value)), 20);
        return new CacheRows { Slots = slots, Positions = positions, Cosine = cosine, Sine = sine };
    }
}
