using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>Reads the <c>post_processor</c> of <c>tokenizer.json</c>.</summary>
internal static class SequenceTemplateReader
{
    private const string Name = "post_processor";

    public static SequenceTemplate Read(JsonObjectReader json, IReadOnlyList<AddedToken> tokens)
    {
        if (json.FindObject(Name) is not { } processor)
            return SequenceTemplate.None;
        JsonObjectReader[] parts = processor.GetString("type") == TokenizerJson.Sequence
            ? [.. processor.GetObjects("processors")]
            : [processor];
        var template = SequenceTemplate.None;
        foreach (var part in parts)
            template = part.GetString("type") switch
            {
                // Changes offsets only, which nothing here uses.
                TokenizerJson.ByteLevel => template,
                TokenizerJson.Template => ReadTemplate(part, tokens),
                var type => throw part.Error("type", $"is '{type}'; supported: ByteLevel, TemplateProcessing")
            };
        return template;
    }

    private static SequenceTemplate ReadTemplate(JsonObjectReader template, IReadOnlyList<AddedToken> tokens)
    {
        var items = template.GetObjects("single").ToArray();
        var sequence = Array.FindIndex(items, item => item.Find("Sequence") is not null);
        if (sequence < 0)
            throw template.Error("single", "has no place for the text");
        return new SequenceTemplate
        {
            Prefix = [.. items[..sequence].Select(item => ReadToken(item, tokens))],
            Suffix = [.. items[(sequence + 1)..].Select(item => ReadToken(item, tokens))]
        };
    }

    private static AddedToken ReadToken(JsonObjectReader item, IReadOnlyList<AddedToken> tokens)
    {
        var reference = item.GetObject("SpecialToken");
        var content = reference.GetString("id");
        return tokens.FirstOrDefault(token => token.Content == content)
            ?? throw reference.Error("id", $"is '{content}', which is not among added_tokens");
    }
}
