using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Tracker.Tests.Search;

/// <summary>Searches of every kind of term, joined at random.</summary>
internal sealed class RandomSearches(SplitMix64 random)
{
    private static readonly string[] Ordered = ["=", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Numbers = ["0", "0.05", "0.1", "0.2", "0.3", "1", "2", "3"];
    private static readonly string[] Times =
    [
        "now", "today", "now - 2d", "today - 3d", "now - 90m",
        "2029-12-28", "2029-12", "2029-12-30T00:00", "2030-01-01",
    ];

    public static SearchVocabulary Vocabulary { get; } = new()
    {
        Options =
        [
            Option("method", SearchFieldKind.Choice, "sft", "dpo") with { IsOfMethod = true },
            Option("beta", SearchFieldKind.Number) with { IsOfMethod = true },
            Option("start", SearchFieldKind.Any) with { IsOfMethod = true },
            Option("seeds", SearchFieldKind.Number),
            Option("labeling.temperature", SearchFieldKind.Number),
            Option("labeling.note", SearchFieldKind.Text),
        ],
    };

    public RunSearch Next() => RunSearch.Parse(Any(depth: 3), Vocabulary);

    private string Any(int depth) => depth == 0 || random.NextBelow(4) == 0 ? Term() : random.NextBelow(5) switch
    {
        0 => $"not {Any(depth - 1)}",
        1 or 2 => $"({Any(depth - 1)} and {Any(depth - 1)})",
        3 => $"({Any(depth - 1)} or {Any(depth - 1)})",
        _ => $"({Any(depth - 1)} and {Any(depth - 1)} and {Any(depth - 1)})",
    };

    private string Term() => random.NextBelow(17) switch
    {
        0 => $"status {Pick(["=", "!="])} {Pick(["running", "interrupted", "completed", "failed"])}",
        1 => Pick(["status in (queued, failed)", "status ~ e", "task = FAKE", "task != fake", "task not in (x, fake)"]),
        2 => $"name {Pick(["=", "!=", "~", "!~"])} {Pick(["quickstart", "QUICK", "hh.harmless", "\"_\"", "\"%\""])}",
        3 => Pick(["\"quick\"", "\"A\"", "\"7\"", "\"3f\"", "\"sweep_a\"", "\"0\""]),
        4 => $"tag {Pick(["=", "!=", "~"])} {Pick(["baseline", "PAPER", "straße", "\"50%\"", "\"%\"", "s"])}",
        5 => $"{Pick(["created", "started", "finished"])} {Pick(Ordered)} {Pick(Times)}",
        6 => $"created not in ({Pick(Times)}, {Pick(Times)})",
        7 => $"duration {Pick(["<", "<=", ">", ">="])} {Pick(["0s", "5m", "10m", "2d"])}",
        8 => $"seed {Pick(Ordered)} {random.NextBelow(4)}",
        9 => $"labeling.temperature {Pick(Ordered)} {Pick(Numbers)}",
        10 => $"note {Pick(["=", "!=", "~"])} {Pick(["alpha", "ALPHA", "\"%_\"", "\"αλφα\"", "pha"])}",
        11 => $"method {Pick(["=", "!="])} {Pick(["sft", "dpo"])}",
        12 => $"{Pick(["", "methods.dpo.", "methods.\"dpo.v2\"."])}beta {Pick(Ordered)} {Pick(Numbers)}",
        13 => $"start {Pick(["= 3", "= \"3\"", "~ as", "> 0.1", "!= base", "in (base, 1, \"3\")"])}",
        14 => $"{Pick(["", "", "sft.", "ceiling.", "\"dpo.v2\"."])}{Pick(Results())} {Pick(Ordered)} {Pick(Numbers)}",
        15 => Pick(["author = ada", "author != Björn", "author ~ JÖ", "author in (ADA, x)", "not author = björn"]),
        _ => $"{Pick(["", "", "dpo.", "tokenizer."])}{Pick(["loss", "rewards/margins", "\"a.b\""])}"
            + $".{Pick(["last", "min", "max"])} {Pick(Ordered)} {Pick(Numbers)}",
    };

    private static string[] Results() =>
        [.. SearchVocabulary.Results.Select(key => $"{key.Measure}.{key.Statistic}")];

    private static OptionDefinition Option(string path, SearchFieldKind kind, params string[] choices) =>
        new() { Path = path, IsOfMethod = false, Kind = kind, Choices = choices };

    private string Pick(string[] values) => values[random.NextBelow(values.Length)];
}
