using System.Text.Json;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>Writes <c>tokenizer.json</c>.</summary>
internal static class TokenizerJsonWriter
{
    public static void Write(Utf8JsonWriter json, Tokenizer tokenizer)
    {
        json.WriteString("version", TokenizerJson.Version);
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach (var token in tokenizer.AddedTokens)
            WriteAddedToken(json, token);
        json.WriteEndArray();
        NormalizerJson.Write(json, tokenizer.Parts.Normalizer);
        PreTokenizerJson.Write(json, tokenizer.PreTokenizer);
        WriteTemplate(json, tokenizer.Template);
        DecoderJson.Write(json, tokenizer.Parts.Decoding);
        WriteModel(json, tokenizer.Parts.Model);
    }

    private static void WriteAddedToken(Utf8JsonWriter json, AddedToken token)
    {
        json.WriteStartObject();
        json.WriteNumber("id", token.Id);
        AddedTokenJson.Write(json, token);
        json.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter json, SequenceTemplate template)
    {
        if (template.IsEmpty)
        {
            json.WriteNull("post_processor");
            return;
        }
        json.WriteStartObject("post_processor");
        json.WriteString("type", TokenizerJson.Template);
        WriteTemplateItems(json, "single", template, sequences: ["A"]);
        WriteTemplateItems(json, "pair", template, sequences: ["A", "B"]);
        json.WriteStartObject("special_tokens");
        foreach (var token in template.Prefix.Concat(template.Suffix).DistinctBy(token => token.Id))
            WriteTemplateToken(json, token);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTemplateItems(
        Utf8JsonWriter json, string name, SequenceTemplate template, string[] sequences)
    {
        json.WriteStartArray(name);
        for (var type = 0; type < sequences.Length; type++)
        {
            foreach (var token in template.Prefix)
                WriteTemplateItem(json, "SpecialToken", token.Content, type);
            WriteTemplateItem(json, "Sequence", sequences[type], type);
            foreach (var token in template.Suffix)
                WriteTemplateItem(json, "SpecialToken", token.Content, type);
        }
        json.WriteEndArray();
    }

    private static void WriteTemplateItem(Utf8JsonWriter json, string kind, string id, int type)
    {
        json.WriteStartObject();
        json.WriteStartObject(kind);
        json.WriteString("id", id);
        json.WriteNumber("type_id", type);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTemplateToken(Utf8JsonWriter json, AddedToken token)
    {
        json.WriteStartObject(token.Content);
        json.WriteString("id", token.Content);
        json.WriteStartArray("ids");
        json.WriteNumberValue(token.Id);
        json.WriteEndArray();
        json.WriteStartArray("tokens");
        json.WriteStringValue(token.Content);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, BytePairModel model)
    {
        json.WriteStartObject("model");
        json.WriteString("type", TokenizerJson.BytePairs);
        json.WriteNull("dropout");
        if (model.Options.UnknownToken is { } unknown)
            json.WriteString("unk_token", unknown);
        else
            json.WriteNull("unk_token");
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", model.Options.FusesUnknown);
        json.WriteBoolean("byte_fallback", model.Options.FallsBackToBytes);
        json.WriteBoolean("ignore_merges", model.Options.IgnoresMerges);
        json.WriteStartObject("vocab");
        foreach (var (token, id) in model.Vocabulary.OrderBy(pair => pair.Value))
            json.WriteNumber(token, id);
        json.WriteEndObject();
        WriteMerges(json, model.Merges);
        json.WriteEndObject();
    }

    // One text, not two, is what every version of tokenizers reads; it cannot spell a token that holds a space.
    private static void WriteMerges(Utf8JsonWriter json, IReadOnlyList<(string Left, string Right)> merges)
    {
        var areTexts = merges.All(merge => !merge.Left.Contains(' ') && !merge.Right.Contains(' '));
        json.WriteStartArray("merges");
        foreach (var (left, right) in merges)
        {
            if (areTexts)
            {
                json.WriteStringValue($"{left} {right}");
                continue;
            }
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
