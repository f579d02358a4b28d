using System.Globalization;
using System.Text.RegularExpressions;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Tests.Components.Styles;

/// <summary>Colours that stand on each other can be told apart, in both themes, as WCAG 2.2 AA asks.</summary>
public sealed partial class ContrastTests
{
    private const double ForText = 4.5;
    private const double ForShapes = 3;

    private static readonly string[] Grounds = ["paper", "surface", "surface-2"];

    private static readonly Dictionary<string, Dictionary<string, string>> Themes = new(StringComparer.Ordinal)
    {
        ["light"] = Tokens(LightTheme()),
        ["dark"] = Tokens(DarkTheme()),
    };

    public static TheoryData<string, string, string> TextPairs => Pairs(
    [
        .. Of(["ink", "ink-2", "ink-3"], Grounds),
        .. Of(["ink", "ink-2"], ["surface-3", "accent-soft", "good-soft", "warn-soft", "bad-soft", "info-soft"]),
        .. Of(["accent", "good", "warn", "bad", "info"], ["surface", "paper", "surface-2"]),
        ("accent-ink", "accent"), ("accent-ink", "accent-hover"),
        ("accent", "accent-soft"), ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"),
        ("info", "info-soft"), ("ink-2", "quiet-soft"),
    ]);

    public static TheoryData<string, string, string> ShapePairs => Pairs(
    [
        .. Of(["line-strong", "focus", "accent"], Grounds),
        .. Of(
            [
                "system-base", "system-supervisor", "system-sft", "system-dpo", "system-rlhf", "system-ceiling",
                .. Enumerable.Range(1, 10).Select(index => $"series-{index}"),
            ],
            ["surface"]),
    ]);

    [Theory]
    [MemberData(nameof(TextPairs))]
    public void Text_OnItsGround_IsReadable(string theme, string ink, string ground) =>
        AssertContrast(theme, ink, ground, ForText);

    [Theory]
    [MemberData(nameof(ShapePairs))]
    public void Shape_OnItsGround_IsSeen(string theme, string ink, string ground) =>
        AssertContrast(theme, ink, ground, ForShapes);

    [Fact]
    public void Contrast_OfBlackAndWhite_Is21() => Assert.Equal(21, Contrast("#000", "#ffffff"), 3);

    private static void AssertContrast(string theme, string ink, string ground, double least)
    {
        var contrast = Contrast(Themes[theme][ink], Themes[theme][ground]);
        Assert.True(contrast >= least, $"{theme}: {ink} on {ground} is {contrast:0.00}, at least {least} is needed");
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Relative luminance of sRGB.</summary>
    private static double Luminance(string hex)
    {
        var digits = hex.TrimStart('#');
        if (digits.Length == 3)
            digits = string.Concat(digits.Select(digit => $"{digit}{digit}"));
        double Part(int at)
        {
            var value = int.Parse(digits.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Part(0)) + (0.7152 * Part(2)) + (0.0722 * Part(4));
    }

    private static TheoryData<string, string, string> Pairs(IReadOnlyList<(string Ink, string Ground)> pairs)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var theme in (string[])["light", "dark"])
            foreach (var (ink, ground) in pairs)
                data.Add(theme, ink, ground);
        return data;
    }

    private static IEnumerable<(string Ink, string Ground)> Of(string[] inks, string[] grounds) =>
        inks.SelectMany(ink => grounds.Select(ground => (ink, ground)));

    private static string LightTheme() => RootBlock().Match(Stylesheet()).Groups[1].Value;

    private static string DarkTheme() => DarkBlock().Match(Stylesheet()).Groups[1].Value;

    private static Dictionary<string, string> Tokens(string block) =>
        Token().Matches(block).ToDictionary(token => token.Groups[1].Value, token => token.Groups[2].Value);

    private static string Stylesheet()
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream("Dashboard.site.css")!;
        return new StreamReader(stream).ReadToEnd();
    }

    [GeneratedRegex(@":root\s*\{([^}]*)\}")]
    private static partial Regex RootBlock();

    [GeneratedRegex(@":root\[data-theme=""?dark""?\]\s*\{([^}]*)\}")]
    private static partial Regex DarkBlock();

    [GeneratedRegex(@"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b")]
    private static partial Regex Token();
}
