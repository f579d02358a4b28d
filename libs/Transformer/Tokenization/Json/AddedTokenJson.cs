using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>An added token, as tokenizer.json and tokenizer_config.json both state it.</summary>
internal static class AddedTokenJson
{
    public static AddedToken Read(JsonObjectReader json, int id) => new()
    {
        Id = id,
        Content = TokenizerJson.NotEmpty(json, "content"),
        Special = json.FindBoolean("special", otherwise: false),
        StripsLeft = json.FindBoolean("lstrip", otherwise: false),
        StripsRight = json.FindBoolean("rstrip", otherwise: false),
        SingleWord = json.FindBoolean("single_word", otherwise: false),
        Normalized = json.FindBoolean("normalized", otherwise: false)
    };

    /// <summary>Everything but the id.</summary>
    public static void Write(Utf8JsonWriter json, AddedToken token)
    {
        json.WriteString("content", token.Content);
        json.WriteBoolean("single_word", token.SingleWord);
        json.WriteBoolean("lstrip", token.StripsLeft);
        json.WriteBoolean("rstrip", token.StripsRight);
        json.WriteBoolean("normalized", token.Normalized);
        json.WriteBoolean("special", token.Special);
    }
}
