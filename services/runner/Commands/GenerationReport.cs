using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary>What commands print of how tokens were generated, where some of them were drafted.</summary>
internal sealed record GenerationReport
{
    /// <summary>Without drafts there is nothing to report, and the member is not there.</summary>
    public static JsonSerializerOptions LeftOutWithoutDrafts { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    [JsonPropertyName("tokens")]
    public required long Tokens { get; init; }

    [JsonPropertyName("passes")]
    public required long Passes { get; init; }

    [JsonPropertyName("drafted")]
    public required long Drafted { get; init; }

    [JsonPropertyName("accepted")]
    public required long Accepted { get; init; }

    [JsonPropertyName("acceptance")]
    public required double Acceptance { get; init; }

    public static GenerationReport? Of(SequenceGenerator generator, GenerationOptions options) =>
        options.Speculation is null
            ? null
            : new GenerationReport
            {
                Tokens = generator.Counts.Tokens,
                Passes = generator.Counts.Passes,
                Drafted = generator.Counts.Drafted,
                Accepted = generator.Counts.Accepted,
                Acceptance = generator.Counts.Acceptance,
            };

    public override string ToString() => FormattableString.Invariant(
        $"{Tokens} tokens in {Passes} passes, {Accepted} of {Drafted} drafted tokens accepted");
}
