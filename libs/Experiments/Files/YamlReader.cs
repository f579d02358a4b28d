using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Reads one YAML document into nodes that carry their lines. Nodes are made from YamlDotNet's events: its own document
/// model stops at the first duplicate key, and its loader recurses without a limit.
/// </summary>
internal sealed class YamlReader
{
    public const int MaxBytes = 1_000_000;

    private const int MaxDepth = 32;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Parser _parser;
    private readonly SourceMark _start;
    private readonly bool _hasLines;
    private readonly List<InputProblem> _problems;
    private int _line = 1;

    private YamlReader(string text, SourceMark start, List<InputProblem> problems)
    {
        _parser = new Parser(new StringReader(text));
        _start = start;
        _hasLines = start.Line is not null;
        _problems = problems;
    }

    /// <exception cref="InputException">The file is missing, too large, or not UTF-8.</exception>
    public static string ReadText(string path)
    {
        if (Directory.Exists(path))
            throw new InputException(path, null, "is a folder; allowed is a YAML file");
        using var file = InputBytes.Open(path);
        var bytes = new byte[MaxBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaxBytes)
            throw new InputException(path, null, $"is larger than an experiment file may be ({MaxBytes} bytes)");
        try
        {
            return StrictUtf8.GetString(bytes, 0, length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes.AsSpan(0, e.Index).Count((byte)'\n') + 1;
            throw new InputException(path, line, $"byte {e.Index} is not UTF-8; experiment files are UTF-8");
        }
    }

    /// <summary>The document's root; null when it is empty or when what is wrong leaves nothing to read.</summary>
    /// <param name="text">The document.</param>
    /// <param name="start">Where it stands; lines are counted only if this has one.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static SourceNode? Read(string text, SourceMark start, List<InputProblem> problems)
    {
        if (text.Length > MaxBytes)
        {
            problems.Add(start.Problem($"is longer than an experiment file may be ({MaxBytes} characters)"));
            return null;
        }
        var reader = new YamlReader(text, start, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            var what = (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ");
            problems.Add(
                what.Contains("invalid tab", StringComparison.Ordinal) && LineWithTab(text) is { } line
                    ? reader.NotYaml(line, "a tab indents the line; allowed are spaces")
                    : reader.NotYaml((int)e.End.Line, what));
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner answers some malformed plain scalars, as in "[1\nb: }", with this and no mark.
            problems.Add(reader.NotYaml(reader._line, "a bracket or a quote is not closed, or closed by another"));
            return null;
        }
        catch (InputException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }

    private InputProblem NotYaml(int line, string what) =>
        (_hasLines ? _start with { Line = line } : _start).Problem("is not YAML: " + what);

    // The mark of YamlDotNet's exception is where the mapping begins.
    private static int? LineWithTab(string text)
    {
        var index = text.Split('\n').ToList().FindIndex(line => line[..^line.TrimStart().Length].Contains('\t'));
        return index < 0 ? null : index + 1;
    }

    private SourceNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = ReadNode(MaxDepth);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
            throw Refuse(_parser.Current!, "a second YAML document begins; allowed is one");
        return root;
    }

    private SourceNode ReadNode(int depthLeft)
    {
        var current = _parser.Current ?? throw Refuse(null, "ends too early");
        if (depthLeft == 0)
            throw Refuse(current, $"is nested deeper than {MaxDepth} levels");
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
            throw Refuse(current, "anchors and aliases (& and *) are not allowed; write the value out");
        if (current is NodeEvent { Tag.IsEmpty: false })
            throw Refuse(current, "tags (!) are not allowed");
        return current switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadList(depthLeft - 1),
            MappingStart => ReadMap(depthLeft - 1),
            _ => throw Refuse(current, "expected a value"),
        };
    }

    private ScalarNode ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new ScalarNode(MarkOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain)
        {
            Span = new TextSpan((int)scalar.Start.Index, (int)scalar.End.Index),
        };
    }

    private ListNode ReadList(int depthLeft)
    {
        var start = _parser.Consume<SequenceStart>();
        var mark = MarkOf(start);
        var items = new List<SourceNode>();
        SequenceEnd end;
        while (!_parser.TryConsume(out end!))
            items.Add(ReadNode(depthLeft));
        var isFlow = start.Style == SequenceStyle.Flow;
        return new ListNode(mark, items)
        {
            IsFlow = isFlow,
            Span = isFlow ? SpanUpTo(start, end) : SpanTo(start, items.LastOrDefault()),
        };
    }

    private MapNode ReadMap(int depthLeft)
    {
        var start = _parser.Consume<MappingStart>();
        var mark = MarkOf(start);
        var entries = new List<MapEntry>();
        var lines = new Dictionary<string, int?>(StringComparer.Ordinal);
        SourceNode? last = null;
        MappingEnd end;
        while (!_parser.TryConsume(out end!))
        {
            if (ReadNode(depthLeft) is not ScalarNode key)
                throw Refuse(_parser.Current, "a key is a list or a mapping; allowed is a name");
            last = ReadNode(depthLeft);
            if (lines.TryAdd(key.Text, key.Mark.Line))
                entries.Add(new MapEntry(key.Text, key.Mark, last) { KeySpan = key.Span });
            else
                _problems.Add(key.Mark.Problem($"key {Wording.Quote(key.Text)} stands here a second time"
                    + (lines[key.Text] is { } line ? $"; the first is in line {line}" : "")));
        }
        var isFlow = start.Style == MappingStyle.Flow;
        return new MapNode(mark, entries)
        {
            IsFlow = isFlow,
            Span = isFlow ? SpanUpTo(start, end) : SpanTo(start, last),
        };
    }

    /// <summary>With the bracket that closes it, where the parser says that it begins and ends.</summary>
    private static TextSpan SpanUpTo(ParsingEvent start, ParsingEvent end) =>
        new((int)start.Start.Index, (int)end.Start.Index + 1);

    /// <summary>What is written without brackets ends with its last part; the parser says so only later.</summary>
    private static TextSpan SpanTo(ParsingEvent start, SourceNode? last) =>
        new((int)start.Start.Index, last?.Span.End ?? (int)start.Start.Index);

    private SourceMark MarkOf(ParsingEvent parsed)
    {
        _line = (int)parsed.Start.Line;
        return _hasLines ? _start with { Line = _line } : _start;
    }

    private InputException Refuse(ParsingEvent? at, string message) =>
        new((at is null ? _start : MarkOf(at)).Problem(message));
}
