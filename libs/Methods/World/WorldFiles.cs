using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeakToStrong.Methods.World;

/// <summary>
/// The world as files: world.json holds tables, options and seed, so that another process can judge and correct;
/// documents and questions are JSON lines with TRL's column names. The bytes depend on the world alone.
/// </summary>
public static class WorldFiles
{
    /// <summary>Name of the world's file within its folder.</summary>
    public const string World = "world.json";

    private const int Version = 1;
    private const long MaxBytes = 1L << 30;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // Relaxed escaping keeps <wiki> readable; the files are never put into a page unescaped.
    private static readonly JsonSerializerOptions Lines = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NewLine = "\n",
    };

    private static readonly JsonSerializerOptions Indented = new(Lines) { WriteIndented = true };

    /// <summary>Writes world.json.</summary>
    public static void WriteWorld(string path, WorldTables world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var content = new WorldContent(Version, world.Seed, world.Options, world.Animals);
        File.WriteAllText(path, JsonSerializer.Serialize(content, Indented) + "\n", Utf8);
    }

    /// <summary>Reads world.json.</summary>
    /// <exception cref="InvalidDataException">The file is no world; the message says why in one line.</exception>
    public static WorldTables ReadWorld(string path)
    {
        try
        {
            using var stream = Open(path);
            var content = JsonSerializer.Deserialize<WorldContent>(stream, Indented)
                ?? throw new ArgumentException("world: nothing in it");
            if (content.Version != Version)
                throw new ArgumentException($"world: version {content.Version}, this program reads {Version}");
            return new WorldTables(content.Seed, content.Options, content.Animals);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Writes rows of prompt and completion, one for each document.</summary>
    public static void WriteDocuments(string path, IEnumerable<Document> documents) => WriteRows(path, documents);

    /// <summary>Reads what <see cref="WriteDocuments"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A line is no document; the message names file and line.</exception>
    public static IEnumerable<Document> ReadDocuments(string path) =>
        ReadRows(path, (Document document) => document);

    /// <summary>Writes rows of id, prompt (the question's text) and cluster (the animal's name).</summary>
    public static void WriteQuestions(string path, IEnumerable<SplitQuestion> questions) =>
        WriteRows(path, questions.Select(
            entry => new QuestionRow(entry.Id, entry.Question.Text, entry.Question.Animal.Name)));

    /// <summary>Reads what <see cref="WriteQuestions"/> wrote, as questions of this world.</summary>
    /// <exception cref="InvalidDataException">A line is no question of this world; names file and line.</exception>
    public static IEnumerable<SplitQuestion> ReadQuestions(string path, WorldTables world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return ReadRows(path, (QuestionRow row) =>
        {
            var question = world.FindQuestion(row.Prompt);
            return row.Cluster == question.Animal.Name
                ? new SplitQuestion(row.Id, question)
                : throw new ArgumentException($"cluster is '{row.Cluster}', asked about is {question.Animal.Name}");
        });
    }

    private static void WriteRows<T>(string path, IEnumerable<T> rows)
    {
        using var writer = new StreamWriter(path, append: false, Utf8) { NewLine = "\n" };
        foreach (var row in rows)
            writer.WriteLine(JsonSerializer.Serialize(row, Lines));
    }

    private static IEnumerable<T> ReadRows<TRow, T>(string path, Func<TRow, T> convert)
    {
        using var reader = new StreamReader(Open(path), Utf8);
        for (var line = 1; reader.ReadLine() is { } text; line++)
            yield return ReadRow(text, convert, $"{path}:{line}");
    }

    private static T ReadRow<TRow, T>(string text, Func<TRow, T> convert, string place)
    {
        try
        {
            return convert(JsonSerializer.Deserialize<TRow>(text, Lines) ?? throw new JsonException("no row"));
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{place}: {error.Message}", error);
        }
    }

    private static FileStream Open(string path)
    {
        var stream = File.OpenRead(path);
        if (stream.Length <= MaxBytes)
            return stream;
        stream.Dispose();
        throw new InvalidDataException($"{path}: larger than {MaxBytes} bytes");
    }

    private sealed record WorldContent(int Version, ulong Seed, WorldOptions Options, IReadOnlyList<Animal> Animals);

    private sealed record QuestionRow(string Id, string Prompt, string Cluster);
}
