using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>The field <c>normalizer</c>.</summary>
internal static class NormalizerJson
{
    private const string Name = "normalizer";
    private const string PartsName = "normalizers";
    private const string Left = "strip_left";
    private const string Right = "strip_right";

    public static TextNormalizer Read(JsonObjectReader json) =>
        new([.. TokenizerJson.Parts(json, Name, PartsName).Select(ReadStep)]);

    public static void Write(Utf8JsonWriter json, TextNormalizer normalizer) =>
        TokenizerJson.WriteParts(json, Name, PartsName, normalizer.Steps, WriteStep);

    public static ReplaceStep ReadReplace(JsonObjectReader part) =>
        new(TokenizerJson.LiteralPattern(part), part.GetString("content"));

    public static void WriteReplace(Utf8JsonWriter json, ReplaceStep replace)
    {
        json.WriteString("type", TokenizerJson.Replace);
        TokenizerJson.WritePattern(json, "String", replace.Pattern);
        json.WriteString("content", replace.Content);
    }

    private static NormalizerStep ReadStep(JsonObjectReader part) => part.GetString("type") switch
    {
        TokenizerJson.Compose => new ComposeStep(),
        TokenizerJson.Prepend => new PrependStep(part.GetString("prepend")),
        TokenizerJson.Replace => ReadReplace(part),
        TokenizerJson.Strip => new StripStep(
            part.FindBoolean(Left, otherwise: false), part.FindBoolean(Right, otherwise: false)),
        _ => throw TokenizerJson.Unsupported(
            part, TokenizerJson.Compose, TokenizerJson.Prepend, TokenizerJson.Replace, TokenizerJson.Strip)
    };

    private static void WriteStep(Utf8JsonWriter json, NormalizerStep step)
    {
        switch (step)
        {
            case ComposeStep:
                json.WriteString("type", TokenizerJson.Compose);
                break;
            case PrependStep prepend:
                json.WriteString("type", TokenizerJson.Prepend);
                json.WriteString("prepend", prepend.Prefix);
                break;
            case ReplaceStep replace:
                WriteReplace(json, replace);
                break;
            case StripStep strip:
                json.WriteString("type", TokenizerJson.Strip);
                json.WriteBoolean(Left, strip.Left);
                json.WriteBoolean(Right, strip.Right);
                break;
            default:
                throw new NotSupportedException($"{step}");
        }
    }
}
