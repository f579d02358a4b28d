using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>The steps around an artifact, drawn: what it comes from to the left, what uses it to the right.</summary>
public sealed record LineageGraph
{
    /// <summary>More uses than these make a picture that nobody reads; the table has them.</summary>
    public const int MostUsers = 10;

    private const int MostLetters = 28;

    public static LineageGraph Empty { get; } = new()
    {
        Nodes = [], Edges = [], Addresses = new Dictionary<string, string>(), Selected = null, Note = null,
    };

    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    public required IReadOnlyList<GraphEdge> Edges { get; init; }

    /// <summary>Node → the page of what it made.</summary>
    public required IReadOnlyDictionary<string, string> Addresses { get; init; }

    /// <summary>The step that made what the page is about.</summary>
    public required string? Selected { get; init; }

    /// <summary>What is left out.</summary>
    public required string? Note { get; init; }

    public static LineageGraph Of(ArtifactModel model)
    {
        var before = model.Origin?.Steps ?? [];
        var after = model.Users.Steps.Where(user => before.All(step => step.Key != user.Key)).Take(MostUsers).ToArray();
        var sources = (model.Origin?.Sources ?? []).Select(source => (source.Sha256, source.Path, source.StepKey))
            .Concat(model.Source is { } own ? after.Select(user => (model.Digest, own.Path, user.Key)) : [])
            .ToArray();
        var center = model.Source is null ? model.Maker?.Maker.Key : model.Digest;
        return new LineageGraph
        {
            Nodes =
            [
                .. sources.DistinctBy(source => source.Item1).Select(source => File(source.Item1, source.Item2)),
                .. before.Concat(after).Select(Node),
            ],
            Edges =
            [
                .. sources.Select(source => new GraphEdge(source.Item1, source.Item3)).Distinct(),
                .. (model.Origin?.Edges ?? []).Select(edge => new GraphEdge(edge.FromKey, edge.ToKey)),
                .. model.Source is null && center is not null
                    ? after.Select(user => new GraphEdge(center, user.Key))
                    : [],
            ],
            Addresses = AddressesOf(model, before.Concat(after)),
            Selected = center,
            Note = NoteOf(model, after.Length),
        };
    }

    private static Dictionary<string, string> AddressesOf(ArtifactModel model, IEnumerable<StepUse> steps)
    {
        var addresses = (model.Origin?.Sources ?? []).DistinctBy(source => source.Sha256)
            .ToDictionary(source => source.Sha256, source => $"/data/{source.Sha256}", StringComparer.Ordinal);
        foreach (var step in steps)
            if (LineageLine.AddressOf(step, LineageLine.OutputsFrom(model, step.Key)) is { } address)
                addresses[step.Key] = address;
        return addresses;
    }

    private static string? NoteOf(ArtifactModel model, int shownUsers)
    {
        var hidden = model.Users.TotalCount - shownUsers;
        return (model.Origin?.IsCut ?? false, hidden > 0) switch
        {
            (true, _) => $"The nearest {LineageQueries.MostSteps} steps before it are drawn; there are more.",
            (_, true) => $"{MostUsers} of the {model.Users.TotalCount} steps that use it are drawn.",
            _ => null,
        };
    }

    private static GraphNode File(string sha256, string path) => new()
    {
        Id = sha256, Label = Short(Path.GetFileName(path)), Note = "file", State = "completed",
    };

    private static GraphNode Node(StepUse step) => new()
    {
        Id = step.Key, Label = Short(step.Name), Note = step.Kind, State = step.Status.ToString().ToLowerInvariant(),
    };

    private static string Short(string text) => text.Length <= MostLetters ? text : text[..(MostLetters - 1)] + "…";
}
