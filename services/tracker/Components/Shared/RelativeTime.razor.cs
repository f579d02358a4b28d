using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>How long ago something was; the browser keeps it true.</summary>
public sealed partial class RelativeTime(TimeProvider time)
{
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }

    // The same words as Assets/src/shell/relative-time.ts writes.
    internal static string Phrase(TimeSpan ago) => ago.TotalSeconds switch
    {
        < 5 => "just now",
        < 60 => Invariant($"{(int)ago.TotalSeconds} s ago"),
        < 3600 => Invariant($"{(int)ago.TotalMinutes} min ago"),
        < 86_400 => Invariant($"{(int)ago.TotalHours} h ago"),
        _ => Invariant($"{(int)ago.TotalDays} d ago"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
