using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Decoding;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>
/// Reads <c>tokenizer.json</c>. What would change the ids and is not supported is refused by the field's name;
/// truncation and padding are choices of a call, and are left to it.
/// </summary>
internal static class TokenizerJsonReader
{
    private const int MaximumBytes = 256 << 20;

    /// <param name="path">The file.</param>
    /// <param name="config">What stands beside it.</param>
    /// <param name="rows">Those of the model's embedding: a padding token behind them is left out.</param>
    public static Tokenizer Read(string path, TokenizerConfig config, int rows)
    {
        var json = JsonFile.Read(path, MaximumBytes);
        var preTokenizer = PreTokenizerJson.Read(json);
        var decoding = DecoderJson.Read(json);
        RequireOneAlphabet(json, preTokenizer, decoding);
        var model = ReadModel(json.GetObject("model"), preTokenizer);
        var stated = config.Completed(ReadAddedTokens(json, model), model);
        var added = WithRolesAsMarkup(config.Names, WithoutPaddingBehind(rows, config.Names, stated));
        var names = WithoutMissingPadding(config.Names, model, added);
        RequireTokens(path, names, model, added);
        return new Tokenizer(new TokenizerParts
        {
            AddedTokens = added,
            Normalizer = NormalizerJson.Read(json),
            PreTokenizer = preTokenizer,
            Model = model,
            Template = config.Applied(SequenceTemplateReader.Read(json, added, model), added, model),
            Decoding = decoding,
            Names = names,
            ChatTemplate = config.ChatTemplate
        });
    }

    private static void RequireOneAlphabet(JsonObjectReader json, PreTokenizer preTokenizer, PieceDecoding? decoding)
    {
        if (preTokenizer.IsByteLevel == (decoding is null))
            return;
        throw json.Error("decoder", decoding is null
            ? "is ByteLevel, but no ByteLevel is in pre_tokenizer"
            : "is not ByteLevel, but pre_tokenizer is");
    }

    private static BytePairModel ReadModel(JsonObjectReader json, PreTokenizer preTokenizer)
    {
        // Files of 2020 and before do not state it; of the models that have merges there is one.
        if (json.Find("type") is not null || json.Find("merges") is null)
            TokenizerJson.RequireType(json, TokenizerJson.BytePairs);
        if (json.FindDouble("dropout") is not 0)
            TokenizerJson.RequireAbsent(json, "dropout");
        TokenizerJson.RequireEmpty(json, "continuing_subword_prefix");
        TokenizerJson.RequireEmpty(json, "end_of_word_suffix");
        var options = new BytePairOptions
        {
            IsByteLevel = preTokenizer.IsByteLevel,
            AreWordsSpelled = preTokenizer.Spells,
            IgnoresMerges = json.FindBoolean("ignore_merges", otherwise: false),
            FallsBackToBytes = json.FindBoolean("byte_fallback", otherwise: false),
            UnknownToken = json.FindString("unk_token"),
            FusesUnknown = json.FindBoolean("fuse_unk", otherwise: false)
        };
        if (options is { IsByteLevel: true, FallsBackToBytes: true })
            throw json.Error("byte_fallback", "is true, but pre_tokenizer is ByteLevel; supported: one of them");
        try
        {
            return new BytePairModel(ReadVocabulary(json), ReadMerges(json), options);
        }
        catch (FormatException error)
        {
            throw json.Error("vocab", $"does not fit: {error.Message}");
        }
    }

    private static Dictionary<string, int> ReadVocabulary(JsonObjectReader json)
    {
        var fields = json.GetObject("vocab");
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new HashSet<int>();
        foreach (var member in fields.Members)
        {
            var id = ReadId(fields, member.Name, member.Value);
            if (!ids.Add(id))
                throw fields.Error(member.Name, $"has the id {id}, which another token has");
            vocabulary.Add(member.Name, id);
        }
        return vocabulary;
    }

    private static (string, string)[] ReadMerges(JsonObjectReader json)
    {
        return [.. json.GetArray("merges").Select(Merge)];

        (string, string) Merge(JsonElement value)
        {
            var parts = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!.Split(' '),
                JsonValueKind.Array => [.. value.EnumerateArray().Select(part => part.ToString())],
                _ => []
            };
            return parts.Length == 2 ? (parts[0], parts[1]) : throw json.Wrong("merges", value, "pairs of tokens");
        }
    }

    private static AddedToken[] ReadAddedTokens(JsonObjectReader json, BytePairModel model)
    {
        var byId = model.Vocabulary.ToDictionary(pair => pair.Value, pair => pair.Key);
        var contents = new HashSet<string>(StringComparer.Ordinal);
        var tokens = json.GetObjects("added_tokens")
            .Select(token => AddedTokenJson.Read(token, ReadId(token, "id", token.Find("id"))))
            .OrderBy(token => token.Id).ToArray();
        foreach (var (id, content) in tokens.Select(token => (token.Id, token.Content)))
        {
            if (!contents.Add(content))
                throw json.Error("added_tokens", $"states '{content}' twice");
            if (model.Vocabulary.TryGetValue(content, out var modelId) && modelId != id)
                throw json.Error("added_tokens", $"gives '{content}' the id {id}; in model.vocab it has {modelId}");
            if (!byId.TryAdd(id, content) && byId[id] != content)
                throw json.Error("added_tokens", $"gives '{content}' the id {id}, which '{byId[id]}' has");
        }
        return tokens;
    }

    // Nothing is padded here, so a model need not have a row for padding: Llama 2's first files, and many that were
    // made of them, have it behind the last one.
    private static IEnumerable<AddedToken> WithoutPaddingBehind(
        int rows, SpecialTokenNames names, IEnumerable<AddedToken> added) =>
        added.Where(token => token.Id < rows || token.Content != names.Padding);

    // As in transformers 5, whatever tokenizer.json says.
    private static AddedToken[] WithRolesAsMarkup(SpecialTokenNames names, IEnumerable<AddedToken> added)
    {
        var roles = names.ByRole.Select(role => role.Token).ToHashSet(StringComparer.Ordinal);
        return [.. added.Select(token => token with { Special = token.Special || roles.Contains(token.Content) })];
    }

    // transformers would give it the next id.
    private static SpecialTokenNames WithoutMissingPadding(
        SpecialTokenNames names, BytePairModel model, AddedToken[] added) =>
        names.Padding is not { } name || Has(name, model, added) ? names : names with { Padding = null };

    private static bool Has(string token, BytePairModel model, IReadOnlyList<AddedToken> added) =>
        model.Vocabulary.ContainsKey(token) || added.Any(one => one.Content == token);

    private static int ReadId(JsonObjectReader json, string name, JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt32(out var id) && id is >= 0 and < TokenTable.MaximumIds)
            return id;
        var expected = $"an id from 0 to {TokenTable.MaximumIds - 1}";
        throw value is { } wrong
            ? json.Wrong(name, wrong, expected)
            : json.Error(name, $"is missing; expected {expected}");
    }

    private static void RequireTokens(
        string path, SpecialTokenNames names, BytePairModel model, IReadOnlyList<AddedToken> added)
    {
        foreach (var (role, name) in names.ByRole)
            if (name is not null && !Has(name, model, added))
                throw new CheckpointException(path, $"has no token '{name}', which tokenizer_config.json calls {role}");
    }
}
