using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>Every option that the experiment has as it is written, as overrides name them.</summary>
internal static class OptionPaths
{
    private const int MaxCount = 1000;

    // A sweep names its runs itself, and is of one task.
    private static readonly string[] Never = ["name", "task"];

    public static IReadOnlyList<string> Of(FormState form, FormRecord root) =>
        [.. Of(form, root, "").Where(path => !Never.Contains(path)).Take(MaxCount).Select(form.Text.Called)];

    private static IEnumerable<string> Of(FormState form, FormRecord record, string path) =>
        from key in record.KeysWith(form.VariantOf(path, record))
        from inner in OfKey(form, key, FormState.Join(path, key.Key))
        select inner;

    private static IEnumerable<string> OfKey(FormState form, FormKey key, string path) => key.Kind switch
    {
        FormKind.Record => Of(form, key.Record!, path),
        FormKind.Records => Enumerable.Range(0, form.Text.Count(path))
            .SelectMany(item => Of(form, key.Record!, $"{path}.{item}")),
        _ => [path],
    };
}
