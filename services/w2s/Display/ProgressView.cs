using Spectre.Console;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Shows a run while it goes on, on standard error: bars for a person, plain lines otherwise.</summary>
internal static class ProgressView
{
    public static async Task FollowAsync(IAsyncEnumerable<RunView> views, int slots)
    {
        var meter = new ProgressMeter(TimeProvider.System, slots);
        if (Terminal.IsErrorInteractive)
            await FollowLiveAsync(views, meter);
        else
            await FollowPlainAsync(views, meter);
    }

    private static Task FollowLiveAsync(IAsyncEnumerable<RunView> views, ProgressMeter meter) =>
        Terminal.Error.Live(new Text("")).AutoClear(true).StartAsync(async live =>
        {
            await foreach (var view in views)
                live.UpdateTarget(ProgressBars.Draw(view, meter));
        });

    private static async Task FollowPlainAsync(IAsyncEnumerable<RunView> views, ProgressMeter meter)
    {
        var lines = new ProgressLines(meter);
        await foreach (var view in views)
            foreach (var line in lines.Next(view))
                await Console.Error.WriteLineAsync(line);
    }
}
