using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Tracker.Search;

/// <summary>Options that belong together, named by what is in them.</summary>
internal sealed class OptionSet
{
    /// <summary>An experiment file may be large; this many values of one method or key are searched.</summary>
    public const int MaxOptions = 1000;

    private const int IdDigits = 32;

    private OptionSet(IReadOnlyList<OptionFact> options) =>
        (Options, Id) = (options, Guid.ParseExact(Digests.OfJson(Canonical(options))[..IdDigits], "N"));

    /// <summary>What a system without options of its own has.</summary>
    public static OptionSet Empty { get; } = new([]);

    public Guid Id { get; }

    public IReadOnlyList<OptionFact> Options { get; }

    public static OptionSet Of(OptionSection section) =>
        new([.. section.Options.Take(MaxOptions).Select(OptionFact.Of)]);

    public IEnumerable<OptionRow> Rows() =>
        Options.GroupBy(option => option.Path, StringComparer.Ordinal)
            .SelectMany(group => group.Select((option, position) => new OptionRow
            {
                OptionsId = Id,
                Path = option.Path,
                Position = position,
                Text = option.Text,
                Number = option.Number,
            }));

    private static JsonArray Canonical(IReadOnlyList<OptionFact> options) =>
        [.. options.Select(option => new JsonArray(
            JsonValue.Create(option.Path), JsonValue.Create(option.Text), JsonValue.Create(option.Number)))];
}
