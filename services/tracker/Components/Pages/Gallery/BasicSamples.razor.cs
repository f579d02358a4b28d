using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Gallery;

public sealed partial class BasicSamples(Toasts notes, TimeProvider time)
{
    private const string Markup = "<script>alert('no')</script> & <b>bold</b>";

    private static readonly double?[] Curve =
        [.. Enumerable.Range(0, 40).Select(i => (double?)((2.4 * Math.Exp(-i / 9.0)) + (0.12 * Math.Sin(i))))];

    private readonly DateTimeOffset _then = time.GetUtcNow() - TimeSpan.FromMinutes(7);

    private readonly Problem _failed = new(
        "The run failed in seed 2 / dpo",
        "the loss is not finite after 118 updates",
        "A smaller learning_rate or a larger beta keeps it in bounds; a retry goes on from update 100.",
        "w2s-runner: update 118: loss/total is NaN\nlast finite loss 0.6932 at update 117\ngradient norm 3.1e4");

    private readonly Problem _silent = new(
        "The trainer has not been heard for 40 s",
        "Its step is given to another in 20 s.",
        "Nothing is lost: it goes on from its last checkpoint.");

    private readonly IOException _full = new("No space left on device");
    private readonly MeanInterval _ofThreeSeeds = new() { Mean = 0.62, Low = 0.51, High = 0.73, N = 3 };
    private readonly MeanInterval _ofOneSeed = new() { Mean = 0.58, Low = null, High = null, N = 1 };

    private bool _isDialogOpen;
}
