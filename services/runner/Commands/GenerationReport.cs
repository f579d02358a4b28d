using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeakToStrong.Transformer.Generation;
using static System.FormattableString;

namespace WeakToStrong.Runner.Commands;

/// <summary>What commands print of how tokens were generated, where some of them were drafted.</summary>
internal static class GenerationReport
{
    /// <summary>Without drafts there is nothing to report, and the member is not there.</summary>
    public static JsonSerializerOptions LeftOutWithoutDrafts { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static GenerationCounts? Of(SequenceGenerator generator, GenerationOptions options) =>
        options.Speculation is null ? null : generator.Counts;

    public static string Text(GenerationCounts counts) =>
        Invariant($"{counts.Tokens} tokens in {counts.Passes} passes, ")
            + Invariant($"{counts.Accepted} of {counts.Drafted} drafted tokens accepted");
}
