using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Json;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// A tokenizer in a model folder, as transformers' PreTrainedTokenizerFast reads and writes it: <c>tokenizer.json</c>
/// with all that decides the ids, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> with the roles.
/// </summary>
public static class TokenizerFiles
{
    /// <summary>Reads the tokenizer of a model folder. A folder with tokenizer.json alone has no roles.</summary>
    /// <param name="folder">The model's.</param>
    /// <param name="rows">Those of the model's embedding: a padding token behind them is left out.</param>
    /// <exception cref="CheckpointException">
    /// A file is missing, malformed, or asks for something unsupported.
    /// </exception>
    public static Tokenizer Load(string folder, int rows = int.MaxValue) =>
        TokenizerJsonReader.Read(Path.Combine(folder, TokenizerJson.FileName), TokenizerConfig.Load(folder), rows);

    /// <summary>Writes the three files into a model folder.</summary>
    public static void Save(Tokenizer tokenizer, string folder)
    {
        Write(TokenizerJson.FileName, json => TokenizerJsonWriter.Write(json, tokenizer));
        Write(TokenizerConfig.FileName, json => WriteConfig(json, tokenizer));
        Write(TokenizerConfig.RolesFileName, json => WriteNames(json, tokenizer.SpecialTokens));

        void Write(string name, Action<Utf8JsonWriter> write) => JsonFile.Write(Path.Combine(folder, name), write);
    }

    private static void WriteConfig(Utf8JsonWriter json, Tokenizer tokenizer)
    {
        json.WriteBoolean("add_prefix_space", tokenizer.PreTokenizer.AddPrefixSpace);
        json.WriteStartObject(TokenizerConfig.TokensName);
        foreach (var token in tokenizer.AddedTokens)
        {
            json.WriteStartObject($"{token.Id}");
            AddedTokenJson.Write(json, token);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        WriteNames(json, tokenizer.SpecialTokens);
        if (tokenizer.ChatTemplate is { } template)
            json.WriteString("chat_template", template);
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
