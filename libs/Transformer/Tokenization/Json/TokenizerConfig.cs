using System.Globalization;
using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>
/// <c>tokenizer_config.json</c>: what transformers adds to <c>tokenizer.json</c>, and the files that take parts of it
/// over, <c>special_tokens_map.json</c> and <c>chat_template.jinja</c>.
/// </summary>
/// <param name="FilePath">The file, for errors.</param>
internal sealed record TokenizerConfig(string FilePath)
{
    public const string FileName = "tokenizer_config.json";
    public const string RolesFileName = "special_tokens_map.json";
    public const string TokensName = "added_tokens_decoder";
    public const string TemplateFileName = "chat_template.jinja";

    private const int MaximumBytes = 16 << 20;
    private const int MaximumTemplateBytes = 1 << 20;

    // Their transformers classes put a beginning before every text unless the file says otherwise.
    private static readonly string[] SentencePieceClasses = ["Llama", "CodeLlama", "Gemma"];

    public SpecialTokenNames Names { get; init; } = new();

    /// <summary>Added tokens by id.</summary>
    public IReadOnlyList<AddedToken> Tokens { get; init; } = [];

    /// <summary>The class in transformers, without "Tokenizer" and "Fast".</summary>
    public string ClassName { get; init; } = "";

    public bool? AddsBeginning { get; init; }

    public bool? AddsEnd { get; init; }

    public string? ChatTemplate { get; init; }

    /// <summary>Reads the files of a folder, each of which may be missing.</summary>
    public static TokenizerConfig Load(string folder)
    {
        var config = Find(folder, FileName);
        var roles = Find(folder, RolesFileName);
        if (config?.FindBoolean("split_special_tokens", otherwise: false) == true)
            throw config.Error("split_special_tokens", "is true, which is not supported");
        return new TokenizerConfig(Path.Combine(folder, FileName))
        {
            Names = new SpecialTokenNames
            {
                BeginningOfSequence = Role("bos_token"), EndOfSequence = Role("eos_token"), Padding = Role("pad_token")
            },
            Tokens = [.. ReadTokens(config).OrderBy(token => token.Id)],
            ClassName = (config?.FindString("tokenizer_class") ?? "")
                .Replace("TokenizerFast", "").Replace("Tokenizer", ""),
            AddsBeginning = Flag("add_bos_token"),
            AddsEnd = Flag("add_eos_token"),
            ChatTemplate = ReadTemplate(folder, config)
        };

        string? Role(string name) => ReadName(config, name) ?? ReadName(roles, name);

        bool? Flag(string name) => config?.Find(name) is null ? null : config.FindBoolean(name, otherwise: false);
    }

    /// <summary>
    /// The tokens around a text. transformers makes them anew where the config states whether there are any, and, for
    /// classes that always have a beginning, where tokenizer.json is silent.
    /// </summary>
    /// <param name="file">What tokenizer.json says, or null.</param>
    /// <param name="added">Where the tokens are looked up first.</param>
    /// <param name="model">Whose vocabulary has those that are not added.</param>
    public SequenceTemplate Applied(SequenceTemplate? file, IReadOnlyList<AddedToken> added, BytePairModel model)
    {
        var isSentencePiece = SentencePieceClasses.Contains(ClassName);
        var isStated = AddsBeginning is not null || AddsEnd is not null;
        if (!isStated && (file is not null || !isSentencePiece))
            return file ?? SequenceTemplate.None;
        return new SequenceTemplate
        {
            Prefix = Tokens(AddsBeginning ?? isSentencePiece, Names.BeginningOfSequence),
            Suffix = Tokens(AddsEnd ?? false, Names.EndOfSequence)
        };

        AddedToken[] Tokens(bool isThere, string? name) =>
            isThere && name is not null && SequenceTemplateReader.Find(name, added, model) is { } token ? [token] : [];
    }

    /// <summary>
    /// The added tokens. As in transformers the config counts in what it says of a token, tokens that it alone has are
    /// added behind all others, and roles that the vocabulary has are added tokens.
    /// </summary>
    /// <param name="file">What tokenizer.json says, by id.</param>
    /// <param name="model">Its model.</param>
    /// <exception cref="CheckpointException">
    /// A token would be added with another id than the config states.
    /// </exception>
    public AddedToken[] Completed(IReadOnlyList<AddedToken> file, BytePairModel model)
    {
        var tokens = file.ToDictionary(token => token.Content, StringComparer.Ordinal);
        foreach (var token in Tokens)
            tokens[token.Content] = token with { Id = Known(token.Content) ?? Next(token) };
        foreach (var (_, name) in Names.ByRole)
            if (name is not null && !tokens.ContainsKey(name) && Known(name) is { } id)
                tokens.Add(name, new AddedToken { Id = id, Content = name, Special = true });
        return [.. tokens.Values.OrderBy(token => token.Id)];

        int? Known(string content) =>
            tokens.TryGetValue(content, out var token) ? token.Id
            : model.Vocabulary.TryGetValue(content, out var id) ? id : null;

        int Next(AddedToken token)
        {
            var next = tokens.Values.Select(other => other.Id + 1).Append(model.Vocabulary.Count).Max();
            return token.Id == next ? next : throw new CheckpointException(
                FilePath, $"field '{TokensName}' gives '{token.Content}' the id {token.Id}; tokenizer.json does not " +
                $"have that token, and the next id is {next}");
        }
    }

    private static IEnumerable<AddedToken> ReadTokens(JsonObjectReader? config)
    {
        if (config?.FindObject(TokensName) is not { } tokens)
            yield break;
        foreach (var member in tokens.Members)
            yield return int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id < TokenTable.MaximumIds
                ? AddedTokenJson.Read(tokens.ToObject(member), id)
                : throw tokens.Error(member.Name, $"is not an id from 0 to {TokenTable.MaximumIds - 1}");
    }

    private static JsonObjectReader? Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? JsonFile.Read(path, MaximumBytes) : null;
    }

    // A text, or an added token written out.
    private static string? ReadName(JsonObjectReader? json, string role) =>
        json?.Find(role) is { ValueKind: JsonValueKind.Object }
            ? json.GetObject(role).GetString("content")
            : json?.FindString(role);

    // A file of its own in newer folders; else a text, or a list of named ones.
    private static string? ReadTemplate(string folder, JsonObjectReader? config)
    {
        var path = Path.Combine(folder, TemplateFileName);
        if (File.Exists(path))
        {
            LinkedFile.Require(path);
            return new FileInfo(path).Length <= MaximumTemplateBytes
                ? File.ReadAllText(path)
                : throw new CheckpointException(path, $"is longer than {MaximumTemplateBytes} bytes");
        }
        if (config?.Find("chat_template") is not { ValueKind: JsonValueKind.Array })
            return config?.FindString("chat_template");
        return config.GetObjects("chat_template")
            .FirstOrDefault(template => template.GetString("name") == "default")?.GetString("template");
    }
}
