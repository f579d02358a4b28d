using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Gallery;

public sealed partial class TableSamples
{
    private static readonly Sample[] Samples =
    [
        new("base", 0.312, "the untuned student"),
        new("supervisor", 0.544, "a fifth of its size"),
        new("sft", 0.671, "one epoch"),
        new("dpo", 0.713, "beta 0.1"),
        new("rlhf", 0.702, "from sft"),
        new("ceiling", 0.836, "ground truth"),
    ];

    private readonly string[] _methods = ["dpo", "rlhf", "sft", "base"];

    private SortOrder _sort = new("quality", true);
    private IReadOnlySet<string> _selected = new HashSet<string> { "dpo" };
    private int _page = 1;

    private IReadOnlyList<Sample> Sorted
    {
        get
        {
            var sorted = _sort.By == "name"
                ? Samples.OrderBy(row => row.Name, StringComparer.Ordinal)
                : Samples.OrderBy(row => row.Quality);
            return _sort.IsDescending ? [.. sorted.Reverse()] : [.. sorted];
        }
    }

    private static HeatCell? WinRate(int row, int column) =>
        row == column ? null : new HeatCell((column - row) * 0.24, "41 questions");

    private sealed record Sample(string Name, double Quality, string Note);
}
