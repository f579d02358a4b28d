using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Experiments.Tests.Search;

/// <summary>A few options of every kind, with endings in common.</summary>
internal static class TestVocabulary
{
    public static SearchVocabulary Vocabulary { get; } = new()
    {
        Options =
        [
            OfMethod("name", SearchFieldKind.Text),
            OfMethod("method", SearchFieldKind.Choice, "dpo", "ppo", "sft"),
            OfMethod("from", SearchFieldKind.Text),
            OfMethod("beta", SearchFieldKind.Number),
            OfMethod("learning_rate", SearchFieldKind.Number),
            OfMethod("reward_model.learning_rate", SearchFieldKind.Number),
            OfMethod("whiten", SearchFieldKind.Choice, "false", "true"),
            OfMethod("start", SearchFieldKind.Any),
            Option("seeds", SearchFieldKind.Number),
            Option("data.kind", SearchFieldKind.Choice, "files", "world"),
            Option("labeling.temperature", SearchFieldKind.Number),
            Option("models.student.preset", SearchFieldKind.Text),
            Option("models.supervisor.preset", SearchFieldKind.Text),
            Option("supervisor.learning_rate", SearchFieldKind.Number),
            Option("ceiling.method", SearchFieldKind.Choice, "dpo", "ppo", "sft"),
        ],
        Metrics = ["loss", "num_tokens", "rewards/margins"],
        Systems = ["base", "ceiling", "dpo", "sft"],
    };

    public static RunSearch Parse(string text) => RunSearch.Parse(text, Vocabulary);

    private static OptionDefinition OfMethod(string path, SearchFieldKind kind, params string[] choices) =>
        Option(path, kind, choices) with { IsOfMethod = true };

    private static OptionDefinition Option(string path, SearchFieldKind kind, params string[] choices) =>
        new() { Path = path, IsOfMethod = false, Kind = kind, Choices = choices };
}
