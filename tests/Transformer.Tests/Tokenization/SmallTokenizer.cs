using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Tests.Tokenization;

/// <summary>A tokenizer small enough to work out by hand, as the JSON of its file.</summary>
internal static class SmallTokenizer
{
    /// <summary>
    /// The bytes' ids are 0 to 255 in the order of their characters ('!' is 0, 'a' 64, space 220), each merge's token
    /// follows from 256 on, and then each added token.
    /// </summary>
    public static JsonObject Json(string[] merges, params JsonObject[] added)
    {
        var vocabulary = new JsonObject();
        foreach (var token in ByteCharacters().Concat(merges.Select(merge => merge.Replace(" ", ""))))
            vocabulary.TryAdd(token, vocabulary.Count);
        foreach (var token in added)
            token["id"] = vocabulary.Count + Array.IndexOf(added, token);
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. added]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(useRegex: true),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(useRegex: true),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create(merge))])
            }
        };
    }

    public static JsonObject Added(string content) => new() { ["content"] = content, ["special"] = true };

    public static JsonObject ByteLevel(bool useRegex) =>
        new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = useRegex };

    public static Tokenizer Load(JsonObject json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", json.ToJsonString());
        return TokenizerFiles.Load(folder.Path);
    }

    // Written from the definition, not by the code under test: printable Latin-1 as itself, the others from U+0100 on.
    private static IEnumerable<string> ByteCharacters()
    {
        int[] printable = [.. Enumerable.Range('!', 94), .. Enumerable.Range(0xA1, 12), .. Enumerable.Range(0xAE, 82)];
        return printable.Concat(Enumerable.Range(0x100, 256 - printable.Length)).Select(code => $"{(char)code}");
    }
}
