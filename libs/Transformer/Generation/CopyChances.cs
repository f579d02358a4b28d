namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// How often a sequence's guesses are right, by how many tokens in a row were right before: a guess just after an edit
/// is worth less than one within a long copy. Every guess is counted, also those that were not drafted, so that a
/// sequence which begins to copy is noticed without trying. Old guesses count less and less.
/// </summary>
internal sealed class CopyChances
{
    /// <summary>Right guesses in a row from which on the next level holds.</summary>
    private static readonly int[] LevelEnds = [3, 6, int.MaxValue];

    /// <summary>What is assumed at first, as if that many guesses had been seen.</summary>
    private static readonly double[] Assumed = [0.2, 0.8, 0.9];

    private const double AssumedWeight = 4;
    private const double Memory = 0.9;

    private readonly double[] _right = [.. Assumed.Select(chance => chance * AssumedWeight)];
    private readonly double[] _all = [.. Assumed.Select(_ => AssumedWeight)];

    /// <summary>Counts a guess.</summary>
    /// <param name="run">Right guesses in a row before it.</param>
    public void Count(int run, bool wasRight)
    {
        var level = Level(run);
        _right[level] = Memory * _right[level] + (wasRight ? 1 : 0);
        _all[level] = Memory * _all[level] + 1;
    }

    /// <summary>How many guesses in a row, at most so many, are all right with at least that chance.</summary>
    /// <param name="run">Right guesses in a row before the first of them.</param>
    /// <param name="expected">How many are expected to be right.</param>
    public int LengthWithin(double chance, int most, int run, out double expected)
    {
        expected = 0;
        var all = 1.0;
        for (var length = 0; length < most; length++)
        {
            var level = Level(run + length);
            all *= _right[level] / _all[level];
            if (all < chance)
                return length;
            expected += all;
        }
        return most;
    }

    private static int Level(int run) => Array.FindIndex(LevelEnds, end => run < end);
}
