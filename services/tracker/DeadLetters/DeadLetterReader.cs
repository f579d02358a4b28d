using System.Globalization;
using System.Text;
using System.Text.Json;
using MassTransit;
using RabbitMQ.Client;

namespace WeakToStrong.Tracker.DeadLetters;

/// <summary>What the bus wrote on a message when it put it aside.</summary>
internal static class DeadLetterReader
{
    private const int MaxBody = 4096;
    private const int MaxText = 1000;
    private const int StackLines = 5;

    /// <summary>Beginnings of the headers that tell why, which a message that is replayed has no more.</summary>
    private static readonly string[] FaultHeaders = ["MT-Fault-", MessageHeaders.Reason, "x-death", "x-delivery-count"];

    public static DeadLetter Read(BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        var body = Encoding.UTF8.GetString(message.Body.Span);
        return new DeadLetter
        {
            MessageId = message.BasicProperties.MessageId,
            MessageType = Text(headers, MessageHeaders.FaultMessageType) ?? TypeIn(body),
            FailedAt = Time(Text(headers, MessageHeaders.FaultTimestamp)),
            ExceptionType = Text(headers, MessageHeaders.FaultExceptionType),
            ExceptionMessage = Beginning(Text(headers, MessageHeaders.FaultMessage), MaxText),
            Stack = FirstLines(Text(headers, MessageHeaders.FaultStackTrace)),
            Body = Beginning(body, MaxBody)!,
            IsBodyCut = body.Length > MaxBody,
        };
    }

    /// <summary>The message's properties as they were before it failed.</summary>
    public static BasicProperties WithoutFault(IReadOnlyBasicProperties properties)
    {
        var kept = new BasicProperties(properties);
        foreach (var name in properties.Headers?.Keys.Where(IsOfTheFault).ToList() ?? [])
            kept.Headers!.Remove(name);
        return kept;
    }

    private static bool IsOfTheFault(string name) =>
        FaultHeaders.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers is null || !headers.TryGetValue(name, out var value)
            ? null
            : value switch
            {
                null => null,
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            };

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    // The envelope names the type first that the sender gave; a message that is no envelope has none.
    private static string? TypeIn(string body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return envelope.RootElement.GetProperty("messageType")[0].GetString();
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static string? FirstLines(string? stack) => stack is null
        ? null
        : Beginning(string.Join('\n', stack.ReplaceLineEndings("\n").Split('\n').Take(StackLines)), MaxBody);

    private static string? Beginning(string? text, int length) =>
        text is null || text.Length <= length ? text : text[..length];
}
