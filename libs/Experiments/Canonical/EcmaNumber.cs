using System.Globalization;

namespace WeakToStrong.Experiments.Canonical;

/// <summary>Numbers as ECMAScript writes them (ECMA-262, Number::toString; RFC 8785 §3.2.2.3).</summary>
public static class EcmaNumber
{
    // Decimal exponents outside (-7, 21] are written in exponent form.
    private const int MaxPlainExponent = 21;
    private const int MinPlainExponent = -6;

    /// <exception cref="ArgumentException">The value is not finite: JSON has no such number.</exception>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"{value.ToString(CultureInfo.InvariantCulture)} is not a JSON number");
        if (value == 0)
            return "0";
        var text = Magnitude(Math.Abs(value));
        return value < 0 ? "-" + text : text;
    }

    private static string Magnitude(double value)
    {
        var (digits, exponent) = ShortestDigits(value);
        if (exponent > MaxPlainExponent || exponent < MinPlainExponent + 1)
            return Exponential(digits, exponent - 1);
        if (exponent <= 0)
            return "0." + new string('0', -exponent) + digits;
        return digits.Length <= exponent
            ? digits.PadRight(exponent, '0')
            : digits[..exponent] + "." + digits[exponent..];
    }

    private static string Exponential(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        var sign = exponent < 0 ? "-" : "+";
        return mantissa + "e" + sign + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The value is 0.DIGITS × 10^Exponent, DIGITS without leading or trailing zeros.</summary>
    private static (string Digits, int Exponent) ShortestDigits(double value)
    {
        // "R" gives the shortest digits that read back as the same double, which is what ECMAScript asks for.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is var mark and >= 0)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }
        var point = text.IndexOf('.', StringComparison.Ordinal);
        exponent += point < 0 ? text.Length : point;
        var all = text.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), exponent - (all.Length - digits.Length));
    }
}
