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
        using var kernels = KeyValueCache.Create(model, slots: 7, capacity: 20);
        using var operators = new OperatorCache(model, slots: 7, capacity: 20);
        for (var position = 0; position < 18; position++)
        {
            // Slots side by side, with holes between them, and far apart; the first is two tokens behind, the second
            // has up to three rows.
            int[] slots = position < 10 ? [2, 0, 1] : position < 14 ? [2, 1] : position < 16 ? [4, 1] : [6, 0];
            var drafted = position % 3;
            var rows = Rows(
                model, [.. slots.SelectMany(slot => Enumerable.Repeat(slot, slot == 1 ? 1 + drafted : 1))],
                [.. slots.SelectMany(slot => Places(slot == 0 ? position - 2 : position, slot == 1 ? drafted : 0))]);
            var input = torch.arange(rows.Slots.Length * config.FusedAttentionSize).to_type(ScalarType.Float64)
                .mul(1.3 + position).sin().view(rows.Slots.Length, -1);
            var (mine, theirs) = (kernels.Prepared(rows), operators.Prepared(rows));
            var expected = kernels.Extend(0, input, mine);
            operators.Store(0, input, theirs);
            Assert.True(Golden.Difference(operators.Attend(0, input, theirs), expected) < 1e-12);
            Assert.True(Golden.Difference(operators.Extend(0, input, theirs), expected) < 1e-12);
        }
    }

    // The newest places up to one, which may not be before the beginning.
    private static IEnumerable<int> Places(int last, int before) =>
        Enumerable.Range(-before, before + 1).Select(place => Math.Max(0, last + place));

    private static CacheRows Rows(LlamaModel model, int[] slots, int[] positions)
    {
        var (cosine, sine) = model.Angles(torch.tensor(Array.ConvertAll(positions, value => (long)value)), 20);
        return new CacheRows { Slots = slots, Positions = positions, Cosine = cosine, Sine = sine };
    }
}
