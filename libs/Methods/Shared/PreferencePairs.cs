using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Methods.Shared;

/// <summary>A pair as tokens; the targets are the answers' tokens.</summary>
public sealed record TokenPair(TokenSample Chosen, TokenSample Rejected);

/// <summary>Labels as pairs. One whose two answers are the same says nothing and is left out.</summary>
public sealed record PreferencePairs(IReadOnlyList<TokenPair> Pairs, int IdenticalCount)
{
    public static PreferencePairs From(IReadOnlyList<LabelRow> labels, PromptTemplates templates, SampleEncoder encoder)
    {
        var different = labels.Where(label => label.Chosen != label.Rejected).ToList();
        var pairs = different.Select(label =>
        {
            var prompt = templates.ForAnswer(label.Prompt);
            return new TokenPair(
                encoder.Response(label.Id + "/chosen", prompt, label.Chosen),
                encoder.Response(label.Id + "/rejected", prompt, label.Rejected));
        });
        return new PreferencePairs([.. pairs], labels.Count - different.Count);
    }

    /// <summary>Length of each pair's longer answer, by which pairs are grouped.</summary>
    public IReadOnlyList<int> Lengths => [.. Pairs.Select(pair => Math.Max(pair.Chosen.Length, pair.Rejected.Length))];

    /// <summary>Tokens of each pair, both answers with their prompts.</summary>
    public IReadOnlyList<int> TokenCounts => [.. Pairs.Select(pair => pair.Chosen.Length + pair.Rejected.Length)];

    /// <summary>Id of each pair.</summary>
    public IReadOnlyList<string> Ids => [.. Pairs.Select(pair => pair.Chosen.Id)];

    /// <summary>The samples of some pairs as one batch: first all chosen, then all rejected.</summary>
    public IReadOnlyList<TokenSample> Samples(IReadOnlyList<int> indices) =>
    [
        .. indices.Select(index => Pairs[index].Chosen),
        .. indices.Select(index => Pairs[index].Rejected),
    ];
}
