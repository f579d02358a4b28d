using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Data;

/// <summary>A row as it stands in the file.</summary>
internal sealed record SourceRow(int Line, JsonElement Object);

/// <summary>Reads the objects of a data file one after the other; never holds more than one row.</summary>
internal abstract class RowReader(string path, ByteWindow window) : IDisposable
{
    public const int MaxRowBytes = 16 << 20;

    public const string AllowedContainers = "a JSON array of objects, or JSONL (one object per line), in UTF-8";

    // What data is often kept in, by the bytes at its beginning.
    private static readonly (byte[] Beginning, string What)[] OtherContainers =
    [
        ([0x1F, 0x8B], "compressed by gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd"),
        ([0xFD, .. "7zXZ"u8], "compressed by xz"), ([.. "BZh"u8], "compressed by bzip2"),
        ([.. "PK\x03\x04"u8], "a zip archive"), ([.. "PAR1"u8], "Parquet"), ([.. "ARROW1"u8], "Arrow"),
        ([0xFF, 0xFE], "UTF-16"), ([0xFE, 0xFF], "UTF-16"),
    ];

    private const int MaxRowDepth = 64;
    private const int ShownBytes = 40;

    protected static readonly JsonDocumentOptions RowOptions =
        new() { AllowDuplicateProperties = false, MaxDepth = MaxRowDepth };

    /// <summary><c>json</c> or <c>jsonl</c>.</summary>
    public abstract string Container { get; }

    /// <summary>Bytes of the file that were read.</summary>
    public long Offset => Window.Offset;

    protected ByteWindow Window { get; } = window;

    /// <exception cref="InputException">There is no such file, or it is neither JSON nor JSONL.</exception>
    public static RowReader Open(string path)
    {
        if (Directory.Exists(path))
            throw new InputException(path, null, $"is a folder; allowed is a file: {AllowedContainers}");
        var window = new ByteWindow(InputBytes.Open(path), MaxRowBytes);
        try
        {
            return Choose(path, window);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    /// <summary>The next row; null after the last.</summary>
    /// <exception cref="InputException">What stands there is not a row.</exception>
    public abstract SourceRow? Next();

    public void Dispose() => Window.Dispose();

    protected SourceRow Row(int line, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            ? new SourceRow(line, value)
            : throw Problem(line, $"a row is {RowValue.Describe(value)}; allowed is an object with named columns");

    protected InputException Problem(int line, string message) => new(path, line, message);

    protected InputException TooLong() =>
        Problem(Window.Line, $"a row is longer than {MaxRowBytes} bytes, which is the most a row may have");

    /// <param name="exception">From a parser that started at the first unread byte.</param>
    protected InputException NotJson(JsonException exception)
    {
        var line = Window.Line + (int)(exception.LineNumber ?? 0);
        var what = exception.Message;
        // The parser's own position counts from where it started; ours counts in the file.
        var tail = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Problem(line, $"is not JSON at byte {(exception.BytePositionInLine ?? 0) + 1} of the line: "
            + (tail < 0 ? what : what[..tail]).ReplaceLineEndings(" "));
    }

    protected void CheckUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return;
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        throw Problem(Window.Line + bytes[..at].Count((byte)'\n'),
            $"byte {Window.Offset + at} of the file is not UTF-8; allowed is {AllowedContainers}");
    }

    /// <summary>Skips white space, filling as needed; false at the end of the file.</summary>
    protected static bool SkipWhiteSpace(ByteWindow window)
    {
        while (true)
        {
            var blank = window.Unread.IndexOfAnyExcept(" \t\r\n"u8);
            window.Advance(blank < 0 ? window.Unread.Length : blank);
            if (blank >= 0)
                return true;
            if (!window.Fill())
                return false;
        }
    }

    private static RowReader Choose(string path, ByteWindow window)
    {
        window.Fill();
        if (window.Unread.StartsWith(Encoding.UTF8.Preamble))
            window.Advance(Encoding.UTF8.Preamble.Length);
        if (!SkipWhiteSpace(window))
            throw new InputException(path, null, $"is empty; allowed is {AllowedContainers}");
        return window.Unread[0] switch
        {
            (byte)'{' => new JsonLinesReader(path, window),
            (byte)'[' => new JsonArrayReader(path, window),
            _ => throw Unreadable(path, window),
        };
    }

    private static InputException Unreadable(string path, ByteWindow window)
    {
        foreach (var (beginning, what) in OtherContainers)
            if (window.Unread.StartsWith(beginning))
                return new InputException(path, null, $"is {what}, which is not read; allowed is {AllowedContainers}");
        return new InputException(path, window.Line,
            $"is neither JSON nor JSONL, it begins with {Beginning(window)}; allowed is {AllowedContainers}; "
            + "CSV and Parquet are not read");
    }

    private static string Beginning(ByteWindow window) =>
        Wording.Quote(Encoding.UTF8.GetString(window.Unread[..Math.Min(ShownBytes, window.Unread.Length)]));
}

/// <summary>JSONL: one object per line, blank lines between them allowed.</summary>
internal sealed class JsonLinesReader(string path, ByteWindow window) : RowReader(path, window)
{
    public override string Container => "jsonl";

    public override SourceRow? Next()
    {
        if (!SkipWhiteSpace(Window))
            return null;
        var line = Window.Line;
        var length = Window.LineLength() ?? throw TooLong();
        var bytes = Window.Unread[..length];
        CheckUtf8(bytes);
        var value = Parse(bytes);
        Window.Advance(length);
        return Row(line, value);
    }

    private JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonElement.Parse(bytes, RowOptions);
        }
        catch (JsonException e) when (e.BytePositionInLine >= bytes.TrimEnd("\r \t"u8).Length)
        {
            throw Problem(Window.Line, "the line ends before its JSON object does; allowed is one object per line, "
                + "or a JSON array of objects");
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }
}

/// <summary>A JSON array of objects, read element by element.</summary>
internal sealed class JsonArrayReader(string path, ByteWindow window) : RowReader(path, window)
{
    private bool _isStarted;
    private bool _isEnded;

    public override string Container => "json";

    public override SourceRow? Next()
    {
        if (_isEnded || !MoveToElement())
            return null;
        var line = Window.Line;
        return Row(line, ReadElement());
    }

    /// <summary>Skips what stands before the next element; false at the end of the array.</summary>
    private bool MoveToElement()
    {
        if (!_isStarted)
            Window.Advance(1); // the opening bracket, which the file was recognised by
        var first = Peek();
        if (first == (byte)']')
            return End();
        if (_isStarted && first != (byte)',')
            throw Problem(Window.Line, "between two rows stands something else than a comma");
        if (_isStarted)
            Window.Advance(1);
        _isStarted = true;
        Peek();
        return true;
    }

    private bool End()
    {
        Window.Advance(1);
        _isEnded = true;
        return SkipWhiteSpace(Window)
            ? throw Problem(Window.Line, "text follows the end of the JSON array; allowed is one array")
            : false;
    }

    private byte Peek() => SkipWhiteSpace(Window) ? Window.Unread[0] : throw CutOff();

    private JsonElement ReadElement()
    {
        while (true)
        {
            if (TryParse(out var value, out var length))
            {
                Window.Advance(length);
                return value;
            }
            if (Window.IsFull)
                throw TooLong();
            if (!Window.Fill())
                throw CutOff();
        }
    }

    private bool TryParse(out JsonElement value, out int length)
    {
        (value, length) = (default, 0);
        var reader = new Utf8JsonReader(Window.Unread, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions
        {
            MaxDepth = RowOptions.MaxDepth,
        }));
        try
        {
            if (!reader.Read() || !reader.TrySkip())
                return false;
            length = (int)reader.BytesConsumed;
            CheckUtf8(Window.Unread[..length]);
            value = JsonElement.Parse(Window.Unread[..length], RowOptions);
            return true;
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    private InputException CutOff() =>
        Problem(Window.Line, "the file ends inside the JSON array; its closing bracket is missing");
}
