using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Splitting;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>The field <c>pre_tokenizer</c>.</summary>
internal static class PreTokenizerJson
{
    private const string Name = "pre_tokenizer";
    private const string PartsName = "pretokenizers";

    // Unicode's as of version 8, which the reference goes by, and the symbols among ASCII's.
    private const string PunctuationPattern =
        @"(?![\u061D\u09FD\u0A76\u0C77\u0C84\u1B4E\u1B4F\u1B7D-\u1B7F\u2E43-\u2E4F\u2E52-\u2E5D\x{10D6E}\x{10EAD}"
        + @"\x{10F55}-\x{10F59}\x{10F86}-\x{10F89}\x{113D4}-\x{113D8}\x{1144B}-\x{1144F}"
        + @"\x{1145A}-\x{1145D}\x{11660}-\x{1166C}\x{116B9}\x{1183B}\x{11944}-\x{11946}\x{119E2}"
        + @"\x{11A3F}-\x{11A46}\x{11A9A}-\x{11AA2}\x{11B00}-\x{11B09}\x{11BE1}"
        + @"\x{11C41}-\x{11C45}\x{11C70}\x{11C71}\x{11EF7}\x{11EF8}\x{11F43}-\x{11F4F}\x{11FFF}\x{12FF1}\x{12FF2}"
        + @"\x{16D6D}-\x{16D6F}\x{16E97}-\x{16E9A}\x{16FE2}\x{1E5FF}\x{1E95E}\x{1E95F}])[\p{P}$+<=>^`|~]"
        + @"|[\u166D\x{111C9}]";

    public static PreTokenizer Read(JsonObjectReader json)
    {
        var parts = TokenizerJson.Parts(json, Name, PartsName);
        SplitStep[] steps = [.. parts.Select(ReadStep)];
        var bytes = Array.FindIndex(steps, step => step is ByteLevelStep);
        if (bytes < 0 || bytes == steps.Length - 1)
            return new PreTokenizer(steps);
        var other = Array.FindIndex(steps, bytes + 1, step => step is not PatternStep);
        if (other >= 0)
            throw parts[other].Error("type", "comes after ByteLevel; supported there: Split, Digits, Punctuation");
        steps[bytes] = (ByteLevelStep)steps[bytes] with { Spells = true };
        return new PreTokenizer(steps);
    }

    public static void Write(Utf8JsonWriter json, PreTokenizer preTokenizer) =>
        TokenizerJson.WriteParts(json, Name, PartsName, preTokenizer.Steps, WriteStep);

    public static void WriteByteLevel(Utf8JsonWriter json, bool addPrefixSpace, bool useRegex)
    {
        json.WriteString("type", TokenizerJson.ByteLevel);
        json.WriteBoolean("add_prefix_space", addPrefixSpace);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", useRegex);
    }

    private static SplitStep ReadStep(JsonObjectReader part) => part.GetString("type") switch
    {
        TokenizerJson.ByteLevel => new ByteLevelStep(
            part.FindBoolean("add_prefix_space", otherwise: true), part.FindBoolean("use_regex", otherwise: true)),
        TokenizerJson.Split => new PatternStep(
            ReadPattern(part.GetObject("pattern")), ReadBehavior(part), part.FindBoolean("invert", otherwise: false)),
        TokenizerJson.Digits => ReadDigits(part),
        TokenizerJson.Punctuation => new PatternStep(
            TextPattern.Regex(PunctuationPattern),
            part.Find("behavior") is null ? SplitBehavior.Isolated : ReadBehavior(part), Inverts: false),
        TokenizerJson.Metaspace => ReadMetaspace(part),
        _ => throw TokenizerJson.Unsupported(
            part, TokenizerJson.ByteLevel, TokenizerJson.Split, TokenizerJson.Digits, TokenizerJson.Punctuation,
            TokenizerJson.Metaspace)
    };

    private static TextPattern ReadPattern(JsonObjectReader pattern)
    {
        if (pattern.Find("String") is not null)
            return TextPattern.Literal(TokenizerJson.NotEmpty(pattern, "String"));
        try
        {
            return TextPattern.Regex(pattern.GetString("Regex"));
        }
        catch (ArgumentException error)
        {
            throw pattern.Error("Regex", $"cannot be used: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static SplitBehavior ReadBehavior(JsonObjectReader part) =>
        Enum.TryParse<SplitBehavior>(part.GetString("behavior"), out var behavior) && Enum.IsDefined(behavior)
            ? behavior
            : throw part.Error(
                "behavior", $"is '{part.GetString("behavior")}'; supported: "
                + string.Join(", ", Enum.GetNames<SplitBehavior>()));

    // A digit is any numeric character; alone, or with those it touches.
    private static PatternStep ReadDigits(JsonObjectReader part) => new(
        TextPattern.Regex(@"\p{N}"),
        part.FindBoolean("individual_digits", otherwise: false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous,
        Inverts: false);

    private static MetaspaceStep ReadMetaspace(JsonObjectReader part)
    {
        var scheme = part.FindString("prepend_scheme");
        var prefix = (scheme ?? (part.FindBoolean("add_prefix_space", otherwise: true) ? "always" : "never")) switch
        {
            "always" => PrefixScheme.Always,
            "first" => PrefixScheme.First,
            "never" => PrefixScheme.Never,
            _ => throw part.Error("prepend_scheme", $"is '{scheme}'; supported: always, first, never")
        };
        return new MetaspaceStep(
            TokenizerJson.Character(part, "replacement"), prefix, part.FindBoolean("split", otherwise: true));
    }

    private static void WriteStep(Utf8JsonWriter json, SplitStep step)
    {
        switch (step)
        {
            case ByteLevelStep bytes:
                WriteByteLevel(json, bytes.AddsPrefixSpace, bytes.UsesPattern);
                break;
            case PatternStep pattern:
                json.WriteString("type", TokenizerJson.Split);
                TokenizerJson.WritePattern(json, pattern.Pattern.IsRegex ? "Regex" : "String", pattern.Pattern.Source);
                json.WriteString("behavior", $"{pattern.Behavior}");
                json.WriteBoolean("invert", pattern.Inverts);
                break;
            case MetaspaceStep metaspace:
                json.WriteString("type", TokenizerJson.Metaspace);
                json.WriteString("replacement", $"{metaspace.Replacement}");
                json.WriteString("prepend_scheme", $"{metaspace.Prefix}".ToLowerInvariant());
                json.WriteBoolean("split", metaspace.Splits);
                break;
            default:
                throw new NotSupportedException($"{step}");
        }
    }
}
