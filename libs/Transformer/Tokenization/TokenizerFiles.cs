using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// A tokenizer in a model folder, as transformers' PreTrainedTokenizerFast reads and writes it: <c>tokenizer.json</c>
/// with all that decides the ids, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> with the roles.
/// </summary>
public static class TokenizerFiles
{
    private const string ConfigName = "tokenizer_config.json";
    private const string RolesName = "special_tokens_map.json";
    private const int MaximumConfigBytes = 16 << 20;

    /// <summary>Reads the tokenizer of a model folder. A folder with tokenizer.json alone has no roles.</summary>
    /// <exception cref="CheckpointException">
    /// A file is missing, malformed, or asks for something unsupported.
    /// </exception>
    public static Tokenizer Load(string folder)
    {
        var config = Path.Combine(folder, ConfigName);
        var names = File.Exists(config)
            ? ReadNames(JsonFile.Read(config, MaximumConfigBytes))
            : new SpecialTokenNames();
        return TokenizerJsonReader.Read(Path.Combine(folder, TokenizerJson.FileName), names);
    }

    /// <summary>Writes the three files into a model folder.</summary>
    public static void Save(Tokenizer tokenizer, string folder)
    {
        Write(TokenizerJson.FileName, json => TokenizerJsonWriter.Write(json, tokenizer));
        Write(ConfigName, json => WriteConfig(json, tokenizer));
        Write(RolesName, json => WriteNames(json, tokenizer.SpecialTokens));

        void Write(string name, Action<Utf8JsonWriter> write) => JsonFile.Write(Path.Combine(folder, name), write);
    }

    private static SpecialTokenNames ReadNames(JsonObjectReader json) => new()
    {
        BeginningOfSequence = ReadName(json, "bos_token"),
        EndOfSequence = ReadName(json, "eos_token"),
        Padding = ReadName(json, "pad_token")
    };

    // A text, or an added token written out.
    private static string? ReadName(JsonObjectReader json, string role) =>
        json.Find(role) is { ValueKind: JsonValueKind.Object }
            ? json.GetObject(role).GetString("content")
            : json.FindString(role);

    private static void WriteConfig(Utf8JsonWriter json, Tokenizer tokenizer)
    {
        json.WriteBoolean("add_prefix_space", tokenizer.PreTokenizer.AddPrefixSpace);
        json.WriteStartObject("added_tokens_decoder");
        foreach (var token in tokenizer.AddedTokens)
        {
            json.WriteStartObject($"{token.Id}");
            TokenizerJsonWriter.WriteFlags(json, token);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        WriteNames(json, tokenizer.SpecialTokens);
        // Otherwise transformers removes spaces before punctuation when it decodes.
        json.WriteBoolean("clean_up_tokenization_spaces", false);
        json.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
    }

    private static void WriteNames(Utf8JsonWriter json, SpecialTokenNames names)
    {
        foreach (var (role, token) in names.ByRole)
            if (token is not null)
                json.WriteString(role, token);
    }
}
