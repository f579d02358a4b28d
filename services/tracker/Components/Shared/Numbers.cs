using System.Globalization;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Numbers, times and sizes as people read them; the same on every machine.</summary>
public static class Numbers
{
    private const string None = "–";

    // A minus as wide as a plus.
    private static readonly NumberFormatInfo Typeset = new() { NegativeSign = "−" };

    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>12,345.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A value of unknown size: as many digits as say something.</summary>
    public static string Value(double? value) => value switch
    {
        null or double.NaN => None,
        0 => "0",
        { } number when Math.Abs(number) is >= 1e6 or < 1e-3 => Written($"{number:0.0e0}"),
        { } number when Math.Abs(number) >= 1e4 => Written($"{number / 1e3:0.#}k"),
        { } number when Math.Abs(number) >= 100 => Written($"{number:0}"),
        { } number when Math.Abs(number) >= 10 => Written($"{number:0.#}"),
        { } number => Written($"{number:0.###}"),
    };

    /// <summary>0 never has a sign: what is rounded to it is neither above nor below.</summary>
    public static string Decimals(double? value, int digits) =>
        value is { } number && double.IsFinite(number)
            ? (Math.Round(number, digits) + 0.0).ToString("F" + digits, Typeset)
            : None;

    /// <summary>0.42 as 42 %.</summary>
    public static string Percent(double? fraction, int digits = 0) =>
        fraction is null or double.NaN ? None : $"{Decimals(fraction * 100, digits)} %";

    /// <summary>0.4 s, 42 s, 3 min 07 s, 2 h 05 min, 3 d 4 h.</summary>
    public static string Duration(TimeSpan? time) => time switch
    {
        null => None,
        { TotalSeconds: < 0 } => Duration(TimeSpan.Zero),
        { TotalSeconds: < 9.95 } span => Written($"{span.TotalSeconds:0.0} s"),
        { TotalSeconds: < 99.5 } span => Written($"{span.TotalSeconds:0} s"),
        { TotalHours: < 1 } span => Written($"{(int)span.TotalMinutes} min {span.Seconds:00} s"),
        { TotalDays: < 2 } span => Written($"{(int)span.TotalHours} h {span.Minutes:00} min"),
        { } span => Written($"{(int)span.TotalDays} d {span.Hours} h"),
    };

    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < ByteUnits.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }
        return Written($"{bytes:0.#} {ByteUnits[unit]}");
    }

    private static string Written(FormattableString text) => text.ToString(Typeset);
}
