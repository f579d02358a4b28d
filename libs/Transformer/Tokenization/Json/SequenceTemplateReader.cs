using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>Reads the <c>post_processor</c> of <c>tokenizer.json</c>.</summary>
internal static class SequenceTemplateReader
{
    private const string Name = "post_processor";

    public static SequenceTemplate? Read(
        JsonObjectReader json, IReadOnlyList<AddedToken> tokens, BytePairModel model)
    {
        SequenceTemplate? whole = null;
        foreach (var part in TokenizerJson.Parts(json, Name, "processors"))
            whole = part.GetString("type") switch
            {
                // Changes offsets only, which nothing here uses.
                TokenizerJson.ByteLevel => whole,
                TokenizerJson.Template => ReadTemplate(part, tokens, model).Around(whole ?? SequenceTemplate.None),
                _ => throw TokenizerJson.Unsupported(part, TokenizerJson.ByteLevel, TokenizerJson.Template)
            };
        return whole;
    }

    /// <summary>The token of that spelling: an added one, else one of the vocabulary, else null.</summary>
    public static AddedToken? Find(string content, IReadOnlyList<AddedToken> tokens, BytePairModel model) =>
        tokens.FirstOrDefault(token => token.Content == content)
        ?? (model.Vocabulary.TryGetValue(content, out var id)
            ? new AddedToken { Id = id, Content = content, Special = true }
            : null);

    private static SequenceTemplate ReadTemplate(
        JsonObjectReader template, IReadOnlyList<AddedToken> tokens, BytePairModel model)
    {
        var items = template.GetObjects("single").ToArray();
        var places = items.Index().Where(item => item.Item.Find("Sequence") is not null).ToArray();
        if (places.Length != 1)
            throw template.Error("single", $"has {places.Length} places for the text; expected one");
        var place = places[0].Index;
        return new SequenceTemplate
        {
            Prefix = [.. items[..place].SelectMany(item => ReadTokens(item, template, tokens, model))],
            Suffix = [.. items[(place + 1)..].SelectMany(item => ReadTokens(item, template, tokens, model))]
        };
    }

    // The template's own table says which ids a name stands for; a file without it means the token of that name.
    private static AddedToken[] ReadTokens(
        JsonObjectReader item, JsonObjectReader template, IReadOnlyList<AddedToken> tokens, BytePairModel model)
    {
        var reference = item.GetObject("SpecialToken");
        var name = reference.GetString("id");
        var entry = template.FindObject("special_tokens")?.FindObject(name);
        string[] contents = entry is null ? [name] : [.. entry.GetArray("tokens").Select(token => token.ToString())];
        AddedToken[] found =
        [
            .. contents.Select(content => Find(content, tokens, model)
                ?? throw reference.Error("id", $"is '{content}', which is not among added_tokens"))
        ];
        if (entry is not null && !entry.GetArray("ids").Select(id => id.ToString()).SequenceEqual(Ids(found)))
            throw entry.Error("ids", $"are not those of its tokens, {string.Join(", ", Ids(found))}");
        return found;
    }

    private static IEnumerable<string> Ids(IEnumerable<AddedToken> tokens) => tokens.Select(token => $"{token.Id}");
}
