namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// How often a sequence's copies are right, by how many tokens in a row were copied before: one just after an edit is
/// worth less than one within a long copy. Every token is counted, also one that was not drafted, so that a sequence
/// which begins to copy is noticed without trying. Old ones count less and less.
/// </summary>
internal sealed class CopyChances
{
    /// <summary>Tokens copied in a row from which on the next level holds.</summary>
    private static readonly int[] LevelEnds = [3, 6, int.MaxValue];

    /// <summary>What is assumed at first, as if that many copies had been seen.</summary>
    private static readonly double[] Assumed = [0.2, 0.8, 0.9];

    private const double AssumedWeight = 4;
    private const double Memory = 0.9;

    private readonly double[] _right = [.. Assumed.Select(chance => chance * AssumedWeight)];
    private readonly double[] _all = [.. Assumed.Select(_ => AssumedWeight)];

    /// <summary>Counts a token.</summary>
    /// <param name="run">Tokens copied in a row before it.</param>
    public void Count(int run, bool wasCopied)
    {
        var level = Level(run);
        _right[level] = Memory * _right[level] + (wasCopied ? 1 : 0);
        _all[level] = Memory * _all[level] + 1;
    }

    /// <summary>The chance that the next token is copied.</summary>
    /// <param name="run">Tokens copied in a row before it.</param>
    public double Of(int run) => _right[Level(run)] / _all[Level(run)];

    private static int Level(int run) => Array.FindIndex(LevelEnds, end => run < end);
}
