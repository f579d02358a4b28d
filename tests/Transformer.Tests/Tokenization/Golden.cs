using System.Text.Json;

namespace WeakToStrong.Transformer.Tests.Tokenization;

/// <summary>What Hugging Face tokenizers itself answered; <c>golden/make-golden.mjs</c> writes the files.</summary>
internal static class Golden
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Tokenization", "golden");

    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name))).RootElement;

    public static int[] Ids(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    public static string[] Merges(string tokenizerFile) =>
        [.. JsonDocument.Parse(File.ReadAllBytes(tokenizerFile)).RootElement.GetProperty("model").GetProperty("merges")
            .EnumerateArray().Select(merge => merge.GetString()!)];
}
