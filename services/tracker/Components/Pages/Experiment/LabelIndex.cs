using System.Text.Json;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Where the rows of a file of labels are, and how much each correction changed.</summary>
internal sealed class LabelIndex
{
    private readonly string _path;
    private readonly List<(long Place, double Changed)> _rows = [];

    private LabelIndex(string path) => _path = path;

    public int Count => _rows.Count;

    public int TotalCount { get; private set; }

    public static LabelIndex Build(string folder)
    {
        var index = new LabelIndex(Path.Combine(folder, RowFile.Labels));
        using var file = new JsonLineFile(index._path);
        for (; file.Next() is { } line; index.TotalCount++)
            if (index.TotalCount < SampleIndex.MaxQuestions)
                index.Add(line);
        return index;
    }

    /// <summary>The most changed first; those that were left as they were are left out.</summary>
    public IReadOnlyList<RankedPlace> Ranked(SampleOrder order)
    {
        var places = _rows.Select((row, place) => new RankedPlace(place, row.Changed));
        return order == SampleOrder.ChangedMost
            ? [.. places.Where(entry => entry.Amount > 0).OrderByDescending(entry => entry.Amount)
                .ThenBy(entry => entry.Place)]
            : [.. places];
    }

    public IReadOnlySet<int> Find(string text)
    {
        var found = new HashSet<int>();
        using var file = new JsonLineFile(_path);
        for (var place = 0; place < Count && file.Next() is { } line; place++)
            if (Has(Parse(line), text))
                found.Add(place);
        return found;
    }

    public IReadOnlyList<LabelRow> Read(IReadOnlyList<int> places)
    {
        using var file = new JsonLineFile(_path);
        return [.. places.Select(place => Parse(file.At(_rows[place].Place)!.Value))];
    }

    public double Changed(int place) => _rows[place].Changed;

    private void Add(PlacedLine line)
    {
        var row = Parse(line);
        _rows.Add((line.Place, WordEdits.LevenshteinRatio(row.Rejected, row.Chosen)));
    }

    private static bool Has(LabelRow row, string text) =>
        new[] { row.Prompt, row.Chosen, row.Rejected }.Any(
            part => part.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static LabelRow Parse(PlacedLine line)
    {
        try
        {
            return JsonSerializer.Deserialize<LabelRow>(line.Bytes.Span, StepJson.Serializer)
                ?? throw new InvalidDataException("a label is null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"a label cannot be read: {exception.Message}", exception);
        }
    }
}
