using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Tests.Models;
using WeakToStrong.Transformer.Tests.Models.Kernels.Emulation;

namespace WeakToStrong.Transformer.Tests.Generation;

public sealed class KeyValueCacheTests
{
    private const int Slots = 5;
    private const int Capacity = 40;

    /// <summary>
    /// Rows of one, two, then more of the slots attend over what prompts and passes before them left: on the CPU those
    /// rows alone, on devices as many of every slot, by operators and by kernels.
    /// </summary>
    [Theory]
    [InlineData(4, 4, 8, null)]
    [InlineData(6, 2, 20, null)]
    [InlineData(3, 1, 32, null)]
    [InlineData(9, 1, 8, null)]
    [InlineData(6, 2, 16, 5)]
    [InlineData(10, 2, 8, 3)]
    public void Extend_RowsAndSlots_Agree(int heads, int keyValueHeads, int dim, int? window)
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
        using var rows = new KernelCache(model, Slots, Capacity);
        using var operators = new OperatorCache(model, Slots, Capacity);
        using var kernels = new OperatorCache(model, Slots, Capacity);
        var lengths = new int[Slots];
        foreach (var (height, slots) in Passes())
        {
            int[] counts = [.. slots.Select(slot => 1 + (slot + lengths[slot]) % height)];
            var mine = Rows(model, slots, counts, lengths);
            var input = torch.arange(mine.Slots.Length * config.FusedAttentionSize).to_type(ScalarType.Float64)
                .mul(1.3 + lengths[0]).sin().view(mine.Slots.Length, -1);
            var expected = rows.Extend(0, input, rows.Prepared(mine));
            var (every, places) = SlotRows(model, mine, height, operators.Nowhere);
            var spread = torch.zeros([Slots * height, input.size(1)], dtype: input.dtype).index_copy_(0, places, input);
            AssertEqual(operators);
            using (EmulatedKernels.Use())
                AssertEqual(kernels);
            foreach (var (slot, count) in slots.Zip(counts))
                lengths[slot] += count;

            void AssertEqual(OperatorCache cache) => Assert.InRange(
                Golden.Difference(cache.Extend(0, spread, cache.Prepared(every)).index_select(0, places), expected),
                0, 1e-12);
        }
    }

    [Fact]
    public void Extend_AfterPromptsThatWereStored_Agrees()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 2, ScalarType.Float64);
        using var mine = new KernelCache(model, Slots, Capacity);
        using var theirs = new OperatorCache(model, Slots, Capacity);
        var prompts = Rows(model, [3, 1], [9, 4], new int[Slots]);
        var input = torch.arange(13 * model.Config.FusedAttentionSize).to_type(ScalarType.Float64).sin().view(13, -1);
        mine.Store(0, input, mine.Prepared(prompts));
        theirs.Store(0, input, theirs.Places(prompts.Slots, prompts.Positions), prompts.Cosine, prompts.Sine);
        var next = Rows(model, [0, 1, 2, 3, 4], [1, 1, 1, 1, 1], [0, 4, 0, 9, 0]);
        var (every, _) = SlotRows(model, next, 1, theirs.Nowhere);
        var newest = input.narrow(0, 2, Slots);
        Assert.InRange(
            Golden.Difference(
                theirs.Extend(0, newest, theirs.Prepared(every)), mine.Extend(0, newest, mine.Prepared(next))),
            0, 1e-12);
    }

    private static IEnumerable<(int Height, int[] Slots)> Passes() =>
    [
        (4, [2, 0, 1]), (1, [2, 0, 1]), (1, [0, 1, 2, 3, 4]), (2, [1, 4]), (8, [4, 1, 0]), (1, [3]), (16, [0]),
        (4, [0, 1, 2, 3, 4]),
    ];

    private static CacheRows Rows(LlamaModel model, int[] slots, int[] counts, int[] lengths)
    {
        int[] positions = [.. slots.Zip(counts).SelectMany(run => Enumerable.Range(lengths[run.First], run.Second))];
        var (cosine, sine) = Angles(model, positions);
        return new CacheRows
        {
            Slots = [.. slots.Zip(counts).SelectMany(run => Enumerable.Repeat(run.First, run.Second))],
            Positions = positions,
            Cosine = cosine,
            Sine = sine
        };
    }

    // The same rows among as many of every slot, and where each of them is.
    private static (SlotRows Rows, Tensor Places) SlotRows(LlamaModel model, CacheRows rows, int height, int nowhere)
    {
        var (positions, targets) = (new int[Slots * height], new int[Slots * height]);
        var places = new int[rows.Slots.Length];
        Array.Fill(targets, nowhere);
        foreach (var run in SlotRun.Of(rows.Slots))
            for (var row = run.First; row < run.End; row++)
            {
                places[row] = run.Slot * height + row - run.First;
                positions[places[row]] = targets[places[row]] = rows.Positions[row];
            }
        var (cosine, sine) = Angles(model, positions);
        var every = new SlotRows
        {
            Height = height,
            Places = Indices(positions),
            Targets = Indices(targets),
            Length = Capacity,
            Cosine = cosine,
            Sine = sine
        };
        return (every, Indices(places));
    }

    private static (Tensor Cosine, Tensor Sine) Angles(LlamaModel model, int[] positions) =>
        model.Angles(Indices(positions), positions.Max() + 1);

    private static Tensor Indices(int[] values) => torch.tensor(Array.ConvertAll(values, value => (long)value));
}
