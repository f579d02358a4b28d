using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Experiments.Canonical;

/// <summary>
/// Canonical JSON (RFC 8785): equal values have equal bytes. No white space, keys in the order of their UTF-16 code
/// units, ECMAScript's numbers, only the escapes that JSON demands.
/// </summary>
public static class CanonicalJson
{
    private const int MaxDepth = 64;
    private const string UnpairedSurrogate = "JSON text has an unpaired surrogate";

    /// <exception cref="ArgumentException">
    /// The value is outside I-JSON (RFC 7493): a duplicate key, an unpaired surrogate, a number no double can hold,
    /// nesting deeper than 64.
    /// </exception>
    public static string Serialize(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node, MaxDepth);
        return text.ToString();
    }

    /// <inheritdoc cref="Serialize"/>
    public static byte[] SerializeToUtf8(JsonNode? node) => Encoding.UTF8.GetBytes(Serialize(node));

    private static void Append(StringBuilder text, JsonNode? node, int depthLeft)
    {
        if (depthLeft == 0)
            throw new ArgumentException($"JSON is nested deeper than {MaxDepth}");
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendObject(text, members, depthLeft - 1);
                break;
            case JsonArray items:
                AppendArray(text, items, depthLeft - 1);
                break;
            default:
                AppendValue(text, node.AsValue());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject members, int depthLeft)
    {
        text.Append('{');
        var separator = "";
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            text.Append(separator);
            AppendString(text, name);
            text.Append(':');
            Append(text, value, depthLeft);
            separator = ",";
        }
        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonArray items, int depthLeft)
    {
        text.Append('[');
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator);
            Append(text, item, depthLeft);
            separator = ",";
        }
        text.Append(']');
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(text, StringOf(value));
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.ToJsonString()));
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        if (HasUnpairedSurrogate(value))
            throw new ArgumentException(UnpairedSurrogate);
        text.Append('"');
        foreach (var unit in value)
            AppendUnit(text, unit);
        text.Append('"');
    }

    private static void AppendUnit(StringBuilder text, char unit)
    {
        _ = unit switch
        {
            '"' => text.Append("\\\""),
            '\\' => text.Append("\\\\"),
            '\b' => text.Append("\\b"),
            '\f' => text.Append("\\f"),
            '\n' => text.Append("\\n"),
            '\r' => text.Append("\\r"),
            '\t' => text.Append("\\t"),
            < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
            _ => text.Append(unit),
        };
    }

    // Encoders would put U+FFFD in its place, and different texts would have the same bytes.
    private static bool HasUnpairedSurrogate(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out _, out var length) == OperationStatus.Done)
            text = text[length..];
        return text.Length > 0;
    }

    private static string StringOf(JsonValue value)
    {
        try
        {
            // A value that was not made from a string (a date, an identity) has its string only in its JSON.
            return value.TryGetValue<string>(out var text)
                ? text
                : JsonSerializer.Deserialize<string>(value.ToJsonString())!;
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException(UnpairedSurrogate, e);
        }
    }

    private static string Number(string raw)
    {
        var number = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        // What is finite has at most 309 digits before the point: no more are ever made a whole number of.
        if (!double.IsFinite(number))
            throw new ArgumentException($"a number of {raw.Length} signs is beyond what a JSON number can hold");
        // A whole number that a double cannot hold would silently become another one.
        if (raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            && BigInteger.Parse(raw, CultureInfo.InvariantCulture) != new BigInteger(number))
            throw new ArgumentException($"{raw} is beyond the whole numbers a JSON number can hold; write it as text");
        return EcmaNumber.Format(number);
    }
}
