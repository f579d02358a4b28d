namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// The rotary fields of <c>config.json</c>: <c>rope_theta</c> at the top with <c>rope_scaling</c> beside it, or, since
/// transformers 5, both in <c>rope_parameters</c>.
/// </summary>
internal static class RotaryScalingReader
{
    private const string Linear = "linear";
    private const string Llama3 = "llama3";

    public static string NameOf(RotaryScalingKind kind) => kind == RotaryScalingKind.Linear ? Linear : Llama3;

    public static (double Theta, RotaryScaling? Scaling) Read(JsonObjectReader json)
    {
        var rope = json.FindObject("rope_scaling") ?? json.FindObject("rope_parameters");
        RequireWholeHeads(json);
        if (rope is null)
            return (json.FindPositive("rope_theta") ?? 10_000, null);
        RequireWholeHeads(rope);
        var theta = rope.FindPositive("rope_theta")
            ?? json.FindObject("rope_parameters")?.FindPositive("rope_theta")
            ?? json.FindPositive("rope_theta")
            ?? 10_000;
        return (theta, ReadScaling(rope));
    }

    private static RotaryScaling? ReadScaling(JsonObjectReader rope)
    {
        // transformers before 4.45 named the field "type".
        var name = rope.Find("rope_type") is null ? "type" : "rope_type";
        return rope.FindString(name) switch
        {
            null or "default" => null,
            Linear => new RotaryScaling { Kind = RotaryScalingKind.Linear, Factor = rope.GetPositive("factor") },
            Llama3 => ReadLlama3(rope),
            var other => throw rope.Error(name, $"is '{other}'; supported: default, {Linear}, {Llama3}")
        };
    }

    private static RotaryScaling ReadLlama3(JsonObjectReader rope)
    {
        const string high = "high_freq_factor";
        var scaling = new RotaryScaling
        {
            Kind = RotaryScalingKind.Llama3,
            Factor = rope.GetPositive("factor"),
            LowFrequencyFactor = rope.GetPositive("low_freq_factor"),
            HighFrequencyFactor = rope.GetPositive(high),
            OriginalMaximumPositions = (int)Math.Min(
                rope.GetPositive("original_max_position_embeddings"), int.MaxValue)
        };
        return scaling.HighFrequencyFactor > scaling.LowFrequencyFactor
            ? scaling
            : throw rope.Error(
                high, $"is {scaling.HighFrequencyFactor}; it must be above low_freq_factor = " +
                $"{scaling.LowFrequencyFactor}");
    }

    // A part of each head that is not turned would need another attention.
    private static void RequireWholeHeads(JsonObjectReader json)
    {
        const string name = "partial_rotary_factor";
        if (json.FindDouble(name) is { } part and not 1)
            throw json.Error(name, FormattableString.Invariant($"is {part}; supported: 1, the whole head"));
    }
}
