using System.Globalization;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.W2s.Display;

/// <summary>Numbers and times as people read them; the same on every machine.</summary>
internal static class Format
{
    /// <summary>As in the dashboard.</summary>
    public static string Duration(TimeSpan time) => Numbers.Duration(time);

    public static string Seconds(double seconds) => Duration(TimeSpan.FromSeconds(seconds));

    /// <summary>Units in a second, or in a minute when that reads better.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 99.5 => Invariant($"{perSecond:0}/s"),
        >= 0.95 => Invariant($"{perSecond:0.0}/s"),
        _ => Invariant($"{perSecond * 60:0.0}/min"),
    };

    /// <summary>As in the dashboard.</summary>
    public static string Bytes(double bytes) => Numbers.Bytes(bytes);

    public static string Moment(DateTimeOffset at) =>
        at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A metric of unknown size: three decimals where they say something, else the exponent.</summary>
    public static string Metric(double value) =>
        Math.Abs(value) is 0 or >= 0.001 and < 1e6 ? Invariant($"{value:0.000}") : Invariant($"{value:0.0e0}");

    public static string Decimals(double value, int count) =>
        value.ToString("F" + count, CultureInfo.InvariantCulture);

    /// <summary>An enum's name as a word in a sentence.</summary>
    public static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
