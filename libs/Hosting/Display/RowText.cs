using System.Globalization;
using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>A row's fields as people read them.</summary>
internal static class RowText
{
    public static string State(ResourceRow row) => row.State switch
    {
        ResourceState.Exited when row.ExitCode is null or -1 => "killed",
        ResourceState.Exited => Invariant($"exited with {row.ExitCode}"),
        var state => state.ToString().ToLowerInvariant(),
    };

    public static string Health(ResourceRow row) => row.Healthy switch
    {
        true => "healthy",
        false => "no answer",
        null => "",
    };

    public static string Pid(ResourceRow row) => Invariant($"{row.Pid}");

    public static string Restarts(ResourceRow row) => row.Restarts == 0 ? "" : Invariant($"{row.Restarts}");

    /// <summary>0:07, 12:40, 3 h 05 min.</summary>
    public static string Uptime(ResourceRow row, DateTimeOffset now)
    {
        if (row.Pid is null || row.StartedAt is not { } start)
            return "";
        var time = now > start ? now - start : TimeSpan.Zero;
        return time < TimeSpan.FromHours(1)
            ? Invariant($"{time.Minutes}:{time.Seconds:00}")
            : Invariant($"{(int)time.TotalHours} h {time.Minutes:00} min");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
