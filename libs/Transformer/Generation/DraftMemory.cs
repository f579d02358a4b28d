namespace WeakToStrong.Transformer.Generation;

/// <summary>A guess at a token.</summary>
/// <param name="Chance">That it is right, if all before it are.</param>
internal readonly record struct Guess(int Token, double Chance);

/// <summary>
/// What came next in all that was generated, by the newest tokens and the token that a copy would have next: where a
/// supervisor keeps making the same corrections, they are guessed too, and copying is trusted where it was right. Like
/// the suffix trees of SuffixDecoding (Oliaro et al., arXiv:2411.04975), in a table of fixed size whose contexts also
/// know the copy.
/// </summary>
internal sealed class DraftMemory
{
    private const int SlotBits = 16;

    /// <summary>Old experience counts less and less: a context's counts are halved when they reach this.</summary>
    private const int MostCounted = 16;

    /// <summary>
    /// Newest tokens of a context, of which the longest one that was met before decides; and as how many times of it
    /// the chance of a copy counts, which says more where few words are known.
    /// </summary>
    private static readonly (int Length, double PriorWeight)[] Contexts = [(0, 4), (1, 2), (3, 1), (5, 0.5)];

    private Slot[] _slots = [];

    /// <summary>A token followed.</summary>
    /// <param name="newest">All tokens before it.</param>
    /// <param name="copied">The token that a copy would have had; null: none.</param>
    public void Learn(ReadOnlySpan<int> newest, int? copied, int token)
    {
        if (_slots.Length == 0)
            _slots = new Slot[1 << SlotBits]; // 1 MiB
        Span<ulong> keys = stackalloc ulong[Contexts.Length];
        foreach (var key in keys[..Keys(newest, copied, keys)])
            _slots[Place(key)].Learn(key, token);
    }

    /// <summary>Which token comes next.</summary>
    /// <param name="newest">All tokens before it.</param>
    /// <param name="copied">The token that a copy has next; null: none.</param>
    /// <param name="copyChance">The chance of that one by itself.</param>
    /// <returns>Null where nothing is known.</returns>
    public Guess? Recall(ReadOnlySpan<int> newest, int? copied, double copyChance)
    {
        Span<ulong> keys = stackalloc ulong[Contexts.Length];
        for (var context = _slots.Length == 0 ? -1 : Keys(newest, copied, keys) - 1; context >= 0; context--)
        {
            var slot = _slots[Place(keys[context])];
            if (slot.All > 0 && slot.Key == keys[context])
                return Best(slot, Contexts[context].PriorWeight, copied, copyChance);
        }
        return copied is { } token ? new Guess(token, copyChance) : null;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_slots);

    // The copy has its own chance beside the times that it came; another token has those alone.
    private static Guess Best(Slot slot, double weight, int? copied, double copyChance)
    {
        var (all, ofCopy) = (slot.All + weight, weight * copyChance);
        return slot.Token == copied ? new Guess(slot.Token, (slot.Right + ofCopy) / all)
            : copied is { } token && ofCopy > slot.Right ? new Guess(token, ofCopy / all)
            : new Guess(slot.Token, slot.Right / all);
    }

    private static int Place(ulong key) => (int)(key >> (64 - SlotBits));

    // The keys of the contexts that there are tokens enough for; each goes on from the one before.
    private static int Keys(ReadOnlySpan<int> newest, int? copied, Span<ulong> keys)
    {
        var (key, read) = (Mixed(ulong.MaxValue, copied ?? -1), 0);
        for (var context = 0; context < Contexts.Length; context++)
        {
            if (newest.Length < Contexts[context].Length)
                return context;
            while (read < Contexts[context].Length)
                key = Mixed(key, newest[^++read]);
            keys[context] = key;
        }
        return Contexts.Length;
    }

    // An odd factor and a shift: every bit of the token comes to decide the upper bits, which choose the slot.
    private static ulong Mixed(ulong key, int token)
    {
        key = (key ^ (uint)token) * 0x9E3779B97F4A7C15;
        return key ^ (key >> 29);
    }

    /// <summary>What followed one context. Which token did most often is a vote: others take its votes away.</summary>
    private struct Slot
    {
        public ulong Key;
        public int Token;
        public ushort Right;
        public ushort All;

        public void Learn(ulong key, int token)
        {
            // Two contexts may share a slot: the one that is met more often keeps it.
            if (Key == key || All <= 1)
                Count(key, token);
            else
                Age();
            if (All == MostCounted)
                Age();
        }

        private void Count(ulong key, int token)
        {
            if (Key != key)
                (Key, Right, All) = (key, 0, 0);
            if (Right == 0)
                Token = token;
            Right = (ushort)(Token == token ? Right + 1 : Right - 1);
            All++;
        }

        private void Age() => (Right, All) = ((ushort)(Right / 2), (ushort)(All / 2));
    }
}
