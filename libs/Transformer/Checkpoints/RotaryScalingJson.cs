using System.Globalization;
using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// The rotary fields of <c>config.json</c>: <c>rope_theta</c> at the top with <c>rope_scaling</c> beside it, or, since
/// transformers 5, both in <c>rope_parameters</c>.
/// </summary>
internal static class RotaryScalingJson
{
    private const string Default = "default";
    private const string Linear = "linear";
    private const string Dynamic = "dynamic";
    private const string Llama3 = "llama3";
    private const string Yarn = "yarn";

    private const string Supported = $"{Default}, {Linear}, {Dynamic}, {Llama3}, {Yarn}";

    private const string Theta = "rope_theta";
    private const string Type = "rope_type";
    private const string Factor = "factor";
    private const string LowFactor = "low_freq_factor";
    private const string HighFactor = "high_freq_factor";
    private const string OriginalPositions = "original_max_position_embeddings";
    private const string AttentionFactor = "attention_factor";
    private const string Slow = "beta_slow";
    private const string Fast = "beta_fast";
    private const string Truncate = "truncate";

    /// <param name="positions">The model's longest sequence, for a rule that leaves the first one out.</param>
    public static (double Theta, RotaryScaling? Scaling) Read(JsonObjectReader json, int positions)
    {
        var (scaling, parameters) = (Find(json, "rope_scaling"), Find(json, "rope_parameters"));
        RequireWholeHeads(json);
        var theta = scaling?.FindPositive(Theta) ?? parameters?.FindPositive(Theta) ?? json.FindPositive(Theta);
        var rope = scaling ?? parameters;
        return (theta ?? 10_000, rope is null ? null : ReadScaling(rope, json, positions));
    }

    public static void Write(Utf8JsonWriter json, RotaryScaling scaling)
    {
        json.WriteStartObject("rope_scaling");
        if (scaling.Kind == RotaryScalingKind.Yarn)
        {
            Number(AttentionFactor, scaling.AttentionFactor);
            Number(Fast, scaling.HighTurns);
            Number(Slow, scaling.LowTurns);
        }
        Number(Factor, scaling.Factor);
        if (scaling.Kind == RotaryScalingKind.Llama3)
        {
            Number(HighFactor, scaling.HighTurns);
            Number(LowFactor, scaling.LowTurns);
        }
        if (scaling.Kind is RotaryScalingKind.Llama3 or RotaryScalingKind.Yarn)
            json.WriteNumber(OriginalPositions, scaling.OriginalMaximumPositions);
        json.WriteString(Type, NameOf(scaling.Kind));
        if (!scaling.Truncate)
            json.WriteBoolean(Truncate, false);
        json.WriteEndObject();

        // transformers wants numbers with a point here, and warns of others.
        void Number(string name, double value)
        {
            json.WritePropertyName(name);
            var text = value.ToString("R", CultureInfo.InvariantCulture);
            json.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
        }
    }

    private static string NameOf(RotaryScalingKind kind) => kind switch
    {
        RotaryScalingKind.Linear => Linear,
        RotaryScalingKind.Dynamic => Dynamic,
        RotaryScalingKind.Llama3 => Llama3,
        RotaryScalingKind.Yarn => Yarn,
        _ => throw new ArgumentOutOfRangeException(nameof(kind))
    };

    // An empty object states nothing.
    private static JsonObjectReader? Find(JsonObjectReader json, string name)
    {
        if (json.FindObject(name) is not { } rope || !rope.Members.Any())
            return null;
        var ofLayers = rope.Members.Where(member => member.Value.ValueKind == JsonValueKind.Object).ToArray();
        if (ofLayers.Length > 0)
            throw rope.Error(ofLayers[0].Name, "is an object; supported: one set of rotary parameters for all layers");
        RequireWholeHeads(rope);
        return rope;
    }

    private static RotaryScaling? ReadScaling(JsonObjectReader rope, JsonObjectReader top, int positions)
    {
        // transformers before 4.45 named the field "type".
        var name = rope.Find(Type) is null ? "type" : Type;
        return rope.FindString(name) switch
        {
            null when rope.Find(Factor) is not null => throw rope.Error(
                Type, $"is missing, where '{Factor}' is there; supported: {Supported}"),
            null or Default => null,
            Linear => new RotaryScaling { Kind = RotaryScalingKind.Linear, Factor = rope.GetPositive(Factor) },
            Dynamic => new RotaryScaling { Kind = RotaryScalingKind.Dynamic, Factor = rope.GetPositive(Factor) },
            Llama3 => ReadLlama3(rope, top),
            Yarn => ReadYarn(rope, top, positions),
            var other => throw rope.Error(name, $"is '{other}'; supported: {Supported}")
        };
    }

    private static RotaryScaling ReadLlama3(JsonObjectReader rope, JsonObjectReader top) =>
        Ordered(rope, LowFactor, HighFactor, new()
        {
            Kind = RotaryScalingKind.Llama3,
            Factor = rope.GetPositive(Factor),
            LowTurns = rope.GetPositive(LowFactor),
            HighTurns = rope.GetPositive(HighFactor),
            OriginalMaximumPositions = Positions(FindOriginal(rope, top) ?? rope.GetPositive(OriginalPositions))
        });

    private static RotaryScaling ReadYarn(JsonObjectReader rope, JsonObjectReader top, int positions) =>
        Ordered(rope, Slow, Fast, new()
        {
            Kind = RotaryScalingKind.Yarn,
            Factor = rope.GetPositive(Factor),
            LowTurns = rope.FindPositive(Slow) ?? 1,
            HighTurns = rope.FindPositive(Fast) ?? 32,
            OriginalMaximumPositions = Positions(FindOriginal(rope, top) ?? positions),
            AttentionFactor = rope.FindPositive(AttentionFactor) ?? Sharpening(rope),
            Truncate = rope.FindBoolean(Truncate, otherwise: true)
        });

    // The field at the top counts in transformers 5 alone, where it goes before the one within.
    private static double? FindOriginal(JsonObjectReader rope, JsonObjectReader top)
    {
        var (within, above) = (rope.FindPositive(OriginalPositions), top.FindPositive(OriginalPositions));
        return within is null || above is null || within == above
            ? within ?? above
            : throw top.Error(OriginalPositions, FormattableString.Invariant(
                $"is {above}, and {within} among the rotary parameters; allowed: the same in both, or one of them"));
    }

    // YaRN's √t; models that scale attention elsewhere too state two of them, and their quotient counts.
    private static double Sharpening(JsonObjectReader rope)
    {
        var (part, all) = (rope.FindDouble("mscale") ?? 0, rope.FindDouble("mscale_all_dim") ?? 0);
        var growth = 0.1 * Math.Log(Math.Max(1, rope.GetPositive(Factor)));
        return part != 0 && all != 0 ? (part * growth + 1) / (all * growth + 1) : growth + 1;
    }

    private static RotaryScaling Ordered(JsonObjectReader rope, string low, string high, RotaryScaling scaling) =>
        scaling.HighTurns > scaling.LowTurns
            ? scaling
            : throw rope.Error(high, FormattableString.Invariant(
                $"is {scaling.HighTurns}; it must be above {low} = {scaling.LowTurns}"));

    private static int Positions(double number) => (int)Math.Min(number, int.MaxValue);

    // A part of each head that is not turned would need another attention.
    private static void RequireWholeHeads(JsonObjectReader json)
    {
        const string name = "partial_rotary_factor";
        if (json.FindDouble(name) is { } part and not 1)
            throw json.Error(name, FormattableString.Invariant($"is {part}; supported: 1, the whole head"));
    }
}
