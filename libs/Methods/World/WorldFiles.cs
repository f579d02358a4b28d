using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeakToStrong.Methods.World;

/// <summary>
/// The world as a file: world.json holds tables, options and seed, so that another process can judge and correct. The
/// bytes depend on the world alone.
/// </summary>
public static class WorldFiles
{
    /// <summary>Name of the world's file within its folder.</summary>
    public const string World = "world.json";

    private const int Version = 1;
    private const long MaxBytes = 1L << 30;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // Relaxed escaping keeps <wiki> readable; the file is never put into a page unescaped.
    private static readonly JsonSerializerOptions Indented = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NewLine = "\n",
        WriteIndented = true,
    };

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

    private static FileStream Open(string path)
    {
        var stream = File.OpenRead(path);
        if (stream.Length <= MaxBytes)
            return stream;
        stream.Dispose();
        throw new InvalidDataException($"{path}: larger than {MaxBytes} bytes");
    }

    private sealed record WorldContent(int Version, ulong Seed, WorldOptions Options, IReadOnlyList<Animal> Animals);
}
