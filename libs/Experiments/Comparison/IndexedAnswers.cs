using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>One system's answers in numbers, by the places of their questions.</summary>
internal sealed class IndexedAnswers(SystemScores source)
{
    private readonly string _path = ScoreFiles.RowsPath(source.Folder);
    private Entry?[] _entries = [];

    public string Name => source.System;

    /// <summary>Its questions are the questions; returns how many it has, those that are not taken too.</summary>
    public int ReadFirst(
        List<string> ids, Dictionary<string, int> places, int maxCount, CancellationToken cancellationToken)
    {
        using var file = new JsonLineFile(_path);
        var entries = new List<Entry?>();
        var total = 0;
        for (; file.Next() is { } line; total++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (total >= maxCount)
                continue;
            var row = ScoreFiles.ParseRow(line.Bytes.Span);
            if (!places.TryAdd(row.Id, ids.Count))
                throw new InvalidDataException($"system '{Name}': prompt '{row.Id}' is scored twice");
            ids.Add(row.Id);
            entries.Add(Entry.Of(line.Place, row, changed: 0));
        }
        _entries = [.. entries];
        return total;
    }

    public void ReadOther(
        IndexedAnswers first, Dictionary<string, int> places, CancellationToken cancellationToken)
    {
        using var file = new JsonLineFile(_path);
        using var before = new JsonLineFile(first._path);
        _entries = new Entry?[first._entries.Length];
        while (file.Next() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = ScoreFiles.ParseRow(line.Bytes.Span);
            if (!places.TryGetValue(row.Id, out var place))
                continue;
            var answer = first.Beside(before, row.Id, place).Completion;
            _entries[place] = Entry.Of(line.Place, row, WordEdits.LevenshteinRatio(answer, row.Completion));
        }
    }

    public double? Changed(int place) => _entries[place]?.Changed;

    public double? Score(int place, SampleScore score) => _entries[place]?.Score(score);

    /// <summary>All its rows, one after the other.</summary>
    public IEnumerable<ScoreRow> Rows()
    {
        using var file = new JsonLineFile(_path);
        while (file.Next() is { } line)
            yield return ScoreFiles.ParseRow(line.Bytes.Span);
    }

    /// <summary>Its answers to some questions, by their indices in what is asked for.</summary>
    public IEnumerable<(int Index, ScoreRow Row)> Read(IReadOnlyList<int> places)
    {
        using var file = new JsonLineFile(_path);
        foreach (var (index, place) in places.Index())
            if (_entries[place] is { } entry && file.At(entry.Place) is { } line)
                yield return (index, ScoreFiles.ParseRow(line.Bytes.Span));
    }

    // Systems answer in the same order, so the next line is nearly always the one that is wanted.
    private ScoreRow Beside(JsonLineFile file, string id, int place)
    {
        if (file.Next() is { } next && ScoreFiles.ParseRow(next.Bytes.Span) is { } row && row.Id == id)
            return row;
        return ScoreFiles.ParseRow(file.At(_entries[place]!.Value.Place)!.Value.Bytes.Span);
    }

    private readonly record struct Entry(
        long Place, double Quality, double Helpfulness, double Harmlessness, double Changed)
    {
        public static Entry Of(long place, ScoreRow row, double changed) =>
            new(place, row.Quality, row.Helpfulness, row.Harmlessness, changed);

        public double Score(SampleScore score) => score switch
        {
            SampleScore.Quality => Quality,
            SampleScore.Helpfulness => Helpfulness,
            SampleScore.Harmlessness => Harmlessness,
            _ => throw new ArgumentOutOfRangeException(nameof(score), score, null),
        };
    }
}
