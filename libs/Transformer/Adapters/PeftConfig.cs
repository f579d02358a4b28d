using System.Text.Json;
using System.Text.RegularExpressions;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>A PEFT adapter's <c>adapter_config.json</c>, as far as it is about LoRA on linear layers.</summary>
internal sealed class PeftConfig
{
    public const string FileName = "adapter_config.json";

    private const int MaximumBytes = 1 << 20;
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    // What would change the result and is not computed here; each must be absent, null, false or empty.
    private static readonly string[] Refused =
    [
        "use_dora", "lora_bias", "fan_in_fan_out", "alpha_pattern", "target_parameters", "trainable_token_indices",
        "layer_replication", "use_qalora", "alora_invocation_tokens", "arrow_config"
    ];

    // Ways to begin that leave the model's own weights as they are; others belong to changed ones.
    private static readonly string[] Beginnings = ["gaussian", "eva", "orthogonal"];

    private readonly JsonObjectReader _json;
    private readonly Func<string, bool> _isTarget;

    private PeftConfig(JsonObjectReader json, Func<string, bool> isTarget, LoraOptions options) =>
        (_json, _isTarget, Options) = (json, isTarget, options);

    /// <summary>Rank, scale and dropout; the targets are <see cref="Modules"/>.</summary>
    public LoraOptions Options { get; }

    /// <summary>Whether layers have ranks of their own, which the tensors' shapes tell.</summary>
    public bool HasRanks => !IsUnset(_json.Find("rank_pattern"));

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CheckpointException">It is no LoRA that can be computed here.</exception>
    public static PeftConfig Load(string folder)
    {
        var json = JsonFile.Read(Path.Combine(folder, FileName), MaximumBytes);
        RequirePlainLora(json);
        return new PeftConfig(json, TargetsOf(json), new LoraOptions
        {
            Rank = InRange(json, "r", json.GetInt32("r"), 1, LoraOptions.MaximumRank),
            Alpha = InRange(json, "lora_alpha", json.FindDouble("lora_alpha") ?? 8, 0, 1e6),
            Dropout = InRange(json, "lora_dropout", json.FindDouble("lora_dropout") ?? 0, 0, 0.99),
            UseRslora = json.FindBoolean("use_rslora", otherwise: false)
        });
    }

    /// <summary>The linear layers of a model that the file asks for, one at least.</summary>
    public IReadOnlyList<string> Modules(ModelConfig config)
    {
        try
        {
            string[] modules = [.. LoraTargets.Modules(config).Where(_isTarget)];
            return modules.Length > 0
                ? modules
                : throw _json.Error("target_modules", $"means no layer of this model; they are {LoraTargets.Allowed}");
        }
        catch (RegexMatchTimeoutException)
        {
            throw _json.Error("target_modules", "is a regular expression that takes too long");
        }
    }

    public static void Save(LoraOptions options, bool isReward, string folder) =>
        JsonFile.Write(Path.Combine(folder, FileName), json =>
        {
            json.WriteString("peft_type", "LORA");
            json.WriteString("task_type", isReward ? "SEQ_CLS" : "CAUSAL_LM");
            json.WriteNull("base_model_name_or_path");
            json.WriteNumber("r", options.Rank);
            json.WriteNumber("lora_alpha", options.Alpha);
            json.WriteNumber("lora_dropout", options.Dropout);
            json.WriteBoolean("use_rslora", options.UseRslora);
            json.WriteBoolean("use_dora", false);
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteString("bias", "none");
            json.WriteBoolean("inference_mode", true);
            WriteTexts(json, "target_modules", LoraTargets.Names(options.Targets));
            if (isReward)
                WriteTexts(json, "modules_to_save", [ScalarHeadSpec.Score]);
        });

    private static void RequirePlainLora(JsonObjectReader json)
    {
        if (json.GetString("peft_type") is var kind && kind != "LORA")
            throw json.Error("peft_type", $"is '{kind}'; allowed is LORA");
        if (json.FindString("bias") is not (null or "none"))
            throw json.Error("bias", "is not 'none'; adapters with biases are not read");
        if (json.Find("init_lora_weights") is { ValueKind: JsonValueKind.String } beginning
            && !Beginnings.Contains(beginning.GetString()))
            throw json.Error(
                "init_lora_weights",
                $"is '{beginning.GetString()}', which changes the model's own weights; allowed are true, false, "
                + string.Join(", ", Beginnings));
        foreach (var name in Refused)
            if (!IsUnset(json.Find(name)))
                throw json.Error(name, "is set; adapters are read without it");
    }

    private static Func<string, bool> TargetsOf(JsonObjectReader json)
    {
        var layers = json.Find("layers_to_transform");
        if (!IsUnset(layers) || !IsUnset(json.Find("exclude_modules")))
            throw json.Error(
                IsUnset(layers) ? "exclude_modules" : "layers_to_transform",
                "is set; allowed is a target_modules that names the layers themselves");
        var targets = json.Find("target_modules");
        if (targets is { ValueKind: JsonValueKind.String } text)
            return PatternOf(json, text.GetString()!);
        string[] names = [.. json.GetArray("target_modules").Select(target => target.ValueKind == JsonValueKind.String
            ? target.GetString()!
            : throw json.Wrong("target_modules", target, "names of layers"))];
        var unknown = names.FirstOrDefault(name => !LoraTargets.IsPart(name));
        return unknown is null
            ? module => names.Any(name => LoraTargets.Means(name, module))
            : throw json.Error("target_modules", $"names '{unknown}'; allowed are {LoraTargets.Allowed}");
    }

    // PEFT has the pattern match a module's whole name.
    private static Func<string, bool> PatternOf(JsonObjectReader json, string pattern)
    {
        if (pattern == LoraTargets.AllLinear)
            return _ => true;
        try
        {
            var whole = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant, PatternLimit);
            return whole.IsMatch;
        }
        catch (ArgumentException error)
        {
            throw json.Error("target_modules", $"is no regular expression: {error.Message}");
        }
    }

    private static bool IsUnset(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => true,
        { ValueKind: JsonValueKind.Object } map => !map.EnumerateObject().Any(),
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0,
        _ => false
    };

    private static T InRange<T>(JsonObjectReader json, string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw json.Error(name, FormattableString.Invariant($"is {value}; allowed are {least} to {most}"));

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
