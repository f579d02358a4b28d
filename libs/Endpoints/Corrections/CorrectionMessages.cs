using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeakToStrong.Endpoints.Corrections;

/// <summary>
/// A line to a runner that corrects: correct this answer under that number, or, without a question, give the number up.
/// </summary>
public sealed record CorrectionOrder
{
    public required long Id { get; init; }

    public string? Question { get; init; }

    public string? Answer { get; init; }

    public int MaxNewTokens { get; init; }
}

/// <summary>
/// A line from a runner that corrects. The first, without a number, says that the model is loaded; then for each order
/// some text, and once its end or what is wrong with it.
/// </summary>
public sealed record CorrectionEvent
{
    public long? Id { get; init; }

    /// <summary>The next piece of the correction.</summary>
    public string? Text { get; init; }

    public CorrectionEnd? End { get; init; }

    public CorrectionProblem? Problem { get; init; }
}

/// <summary>The correction is whole: why it ended (<c>stop</c> or <c>length</c>), and what it took.</summary>
public sealed record CorrectionEnd(string Reason, TokenUsage Usage);

/// <summary>The order cannot be done.</summary>
/// <param name="IsOrders">True when the order is wrong, false when the runner is.</param>
/// <param name="Message">One line.</param>
public sealed record CorrectionProblem(bool IsOrders, string Message);

/// <summary>Both as JSON, one line each.</summary>
public static class CorrectionProtocol
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write<TMessage>(TMessage message) => JsonSerializer.Serialize(message, Options);

    /// <summary>Null for a line that is none, for instance of a native library.</summary>
    public static TMessage? TryRead<TMessage>(string line)
        where TMessage : class
    {
        try
        {
            return JsonSerializer.Deserialize<TMessage>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
