using System.Reflection;
using System.Text.Json;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>Which product made something: version, commit, and a digest of what was not committed.</summary>
public static class ProductInfo
{
    private const string FileName = "product.json";
    private const string Unknown = "unknown";

    /// <summary>
    /// <c>version</c>, <c>commit</c> and <c>changes</c>: <c>none</c>, or a digest. The build writes the last two beside
    /// the program; without a repository they are <c>unknown</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Current { get; } = Read();

    private static SortedDictionary<string, string> Read()
    {
        var built = ReadFile(Path.Combine(AppContext.BaseDirectory, FileName));
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
            ["commit"] = built.GetValueOrDefault("commit", Unknown),
            ["changes"] = built.GetValueOrDefault("changes", Unknown),
        };
    }

    private static Dictionary<string, string> ReadFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
