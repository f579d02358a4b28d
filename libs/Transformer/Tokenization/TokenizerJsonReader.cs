using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Reads <c>tokenizer.json</c>. What would change the ids and is not supported is refused by the field's name;
/// truncation and padding are choices of a call, and are left to it.
/// </summary>
internal static class TokenizerJsonReader
{
    private const int MaximumBytes = 256 << 20;

    public static Tokenizer Read(string path, SpecialTokenNames names)
    {
        var json = JsonFile.Read(path, MaximumBytes);
        RequireAbsent(json, "normalizer");
        RequireType(json.GetObject("decoder"), TokenizerJson.ByteLevel);
        var model = ReadModel(json.GetObject("model"));
        var added = ReadAddedTokens(json, model);
        var template = SequenceTemplateReader.Read(json, added);
        RequireTokens(path, names, model, added);
        return new Tokenizer(model, ReadPreTokenizer(json.GetObject("pre_tokenizer")), added, names, template);
    }

    private static PreTokenizer ReadPreTokenizer(JsonObjectReader json)
    {
        if (json.GetString("type") == TokenizerJson.ByteLevel)
            return json.FindBoolean("use_regex", otherwise: true)
                ? PreTokenizer.ByteLevel(json.FindBoolean("add_prefix_space", otherwise: true))
                : throw json.Error("use_regex", "is false, and no Split stands before");
        RequireType(json, TokenizerJson.Sequence);
        var parts = json.GetObjects("pretokenizers").ToArray();
        if (parts.Length != 2)
            throw json.Error("pretokenizers", $"has {parts.Length} parts; supported: a Split, then a ByteLevel");
        RequireType(parts[0], TokenizerJson.Split);
        RequireType(parts[1], TokenizerJson.ByteLevel);
        RequireFalse(parts[1], "add_prefix_space", otherwise: true);
        RequireFalse(parts[1], "use_regex", otherwise: true);
        return ReadSplit(parts[0]);
    }

    private static PreTokenizer ReadSplit(JsonObjectReader json)
    {
        RequireFalse(json, "invert", otherwise: false);
        if (json.GetString("behavior") != TokenizerJson.Isolated)
            throw json.Error("behavior", $"is '{json.GetString("behavior")}'; supported: '{TokenizerJson.Isolated}'");
        var pattern = json.GetObject("pattern");
        try
        {
            return PreTokenizer.Split(pattern.GetString("Regex"));
        }
        catch (ArgumentException error)
        {
            throw pattern.Error("Regex", $"cannot be used: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static BytePairModel ReadModel(JsonObjectReader json)
    {
        RequireType(json, TokenizerJson.BytePairs);
        // unk_token is left aside: with all bytes in the vocabulary nothing is unknown.
        RequireAbsent(json, "dropout");
        RequireEmpty(json, "continuing_subword_prefix");
        RequireEmpty(json, "end_of_word_suffix");
        RequireFalse(json, "byte_fallback", otherwise: false);
        try
        {
            return new BytePairModel(
                ReadVocabulary(json), ReadMerges(json), json.FindBoolean("ignore_merges", otherwise: false));
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
        var tokens = json.GetObjects("added_tokens").Select(ReadAddedToken).OrderBy(token => token.Id).ToArray();
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

    private static AddedToken ReadAddedToken(JsonObjectReader json)
    {
        RequireFalse(json, "single_word", otherwise: false);
        var content = json.GetString("content");
        return new AddedToken
        {
            Id = ReadId(json, "id", json.Find("id")),
            Content = content.Length > 0 ? content : throw json.Error("content", "is empty"),
            Special = json.FindBoolean("special", otherwise: false),
            StripsLeft = json.FindBoolean("lstrip", otherwise: false),
            StripsRight = json.FindBoolean("rstrip", otherwise: false),
            Normalized = json.FindBoolean("normalized", otherwise: false)
        };
    }

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
            if (name is not null && !model.Vocabulary.ContainsKey(name) && added.All(token => token.Content != name))
                throw new CheckpointException(path, $"has no token '{name}', which tokenizer_config.json calls {role}");
    }

    private static void RequireType(JsonObjectReader json, string type)
    {
        if (json.GetString("type") != type)
            throw json.Error("type", $"is '{json.GetString("type")}'; supported: '{type}'");
    }

    private static void RequireAbsent(JsonObjectReader json, string name)
    {
        if (json.Find(name) is { } value)
            throw json.Wrong(name, value, "null: nothing else is supported");
    }

    private static void RequireEmpty(JsonObjectReader json, string name)
    {
        if (json.FindString(name) is { Length: > 0 } text)
            throw json.Error(name, $"is '{text}'; nothing but null or an empty text is supported");
    }

    private static void RequireFalse(JsonObjectReader json, string name, bool otherwise)
    {
        if (json.FindBoolean(name, otherwise))
            throw json.Error(name, "is true, which is not supported");
    }
}
