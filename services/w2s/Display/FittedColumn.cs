using Spectre.Console;

namespace WeakToStrong.W2s.Display;

/// <summary>What a cell does when its column is narrower than its text.</summary>
internal enum Narrowing
{
    /// <summary>Nothing: numbers, states and short words are whole or not there.</summary>
    Never,

    /// <summary>An ellipsis takes the place of the middle: names and paths.</summary>
    Shorten,

    /// <summary>It goes on in the next line: sentences.</summary>
    Wrap,
}

/// <summary>A column of a <see cref="FittedTable"/>.</summary>
/// <param name="Header">Breaks between words where there is little room.</param>
/// <param name="Rank">0 always stays; of the others, the lowest are kept.</param>
internal sealed record FittedColumn(string Header, int Rank = 0)
{
    // Enough to tell one step of an experiment from another.
    private const int LeastOfNames = 20;

    public Narrowing Narrowing { get; init; } = Narrowing.Never;

    public bool IsRightAligned { get; init; }

    public static FittedColumn Name(string header, int rank = 0) =>
        new(header, rank) { Narrowing = Narrowing.Shorten };

    public static FittedColumn Sentence(string header, int rank = 0) =>
        new(header, rank) { Narrowing = Narrowing.Wrap };

    public static FittedColumn Number(string header, int rank = 0) => new(header, rank) { IsRightAligned = true };

    public ColumnNeed NeedOf(IEnumerable<string> cells)
    {
        var widest = cells.Append("").Max(cell => cell.GetCellWidth());
        var least = Narrowing == Narrowing.Never ? widest : Math.Min(widest, LeastOfNames);
        var word = Header.Split(' ').Max(part => part.GetCellWidth());
        return new ColumnNeed(Math.Max(widest, Header.GetCellWidth()), Math.Max(least, word), Rank);
    }
}

/// <summary>One line of text in a table.</summary>
internal readonly record struct FittedCell(string Text, Style? Style = null)
{
    public static implicit operator FittedCell(string text) => new(text);
}
