using System.Globalization;

namespace WeakToStrong.Transformer.Tokenization.Normalization;

/// <summary>
/// What canonical composition has to know about characters. A table of our own: .NET's normalisation asks ICU, which a
/// host may lack and whose version would decide token ids.
/// </summary>
internal sealed class CompositionTable
{
    private const string ResourceName = "composition.txt";

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];

    private CompositionTable(TextReader lines)
    {
        while (lines.ReadLine() is { } line)
            if (!line.StartsWith('#'))
                Add(line.Split(' '));
    }

    public static CompositionTable Unicode { get; } = Load();

    /// <summary>The canonical combining class; 0 for a character that starts a new sequence.</summary>
    public int ClassOf(int character) => _classes.GetValueOrDefault(character);

    /// <summary>One step of the canonical decomposition, or null.</summary>
    public int[]? DecompositionOf(int character) => _decompositions.GetValueOrDefault(character);

    /// <summary>The one character that two compose to, or null.</summary>
    public int? CompositionOf(int first, int second) =>
        _compositions.TryGetValue((first, second), out var composed) ? composed : null;

    private static CompositionTable Load()
    {
        using var stream = typeof(CompositionTable).Assembly.GetManifestResourceStream(
            typeof(CompositionTable), ResourceName)!;
        using var reader = new StreamReader(stream);
        return new CompositionTable(reader);
    }

    // The file's forms are described in make-composition.py.
    private void Add(string[] line)
    {
        if (line.Length == 2)
            AddClass(line[0].Split('-'), (byte)Number(line[1]));
        else
            AddDecomposition(Number(line[0]), [.. line.Skip(2).Select(Number)], composes: line[1] == "=");
    }

    private void AddClass(string[] range, byte combiningClass)
    {
        var (first, last) = (Number(range[0]), Number(range[1]));
        for (var character = first; character <= last; character++)
            _classes.Add(character, combiningClass);
    }

    private void AddDecomposition(int character, int[] parts, bool composes)
    {
        _decompositions.Add(character, parts);
        if (composes)
            _compositions.Add((parts[0], parts[1]), character);
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
