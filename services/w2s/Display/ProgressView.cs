using Spectre.Console;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Shows a run while it goes on, on standard error: bars for a person, plain lines otherwise.</summary>
internal static class ProgressView
{
    /// <param name="views">The run, whenever it has changed.</param>
    /// <param name="slots">Steps side by side.</param>
    /// <param name="before">A run that goes on, as it was; null of a new one.</param>
    /// <returns>The last view.</returns>
    public static async Task<RunView> FollowAsync(IAsyncEnumerable<RunView> views, int slots, RunView? before)
    {
        var meter = new ProgressMeter(TimeProvider.System, slots);
        var last = Terminal.IsErrorInteractive
            ? await FollowLiveAsync(views, meter)
            : await FollowPlainAsync(views, new ProgressLines(meter, before));
        return last ?? throw new InvalidOperationException("a run that is watched has at least one view");
    }

    /// <summary>A line beside the progress, which a live display is drawn below.</summary>
    public static void Say(string line)
    {
        if (Terminal.IsErrorInteractive)
            Terminal.Error.WriteLine(line);
        else
            Console.Error.WriteLine(line);
    }

    private static async Task<RunView?> FollowLiveAsync(IAsyncEnumerable<RunView> views, ProgressMeter meter)
    {
        RunView? last = null;
        await Terminal.Error.Live(new Text("")).AutoClear(true).StartAsync(async live =>
        {
            await foreach (var view in views)
            {
                last = view;
                live.UpdateTarget(
                    Printable.Only(ProgressBars.Draw(view, meter, Terminal.Error.Profile.Width)));
            }
        });
        return last;
    }

    private static async Task<RunView?> FollowPlainAsync(IAsyncEnumerable<RunView> views, ProgressLines lines)
    {
        RunView? last = null;
        await foreach (var view in views)
        {
            last = view;
            foreach (var line in lines.Next(view))
                await Console.Error.WriteLineAsync(Printable.Of(line));
        }
        return last;
    }
}
