using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.DeadLetters;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>Messages that were put aside: why, and what to do with them.</summary>
public sealed partial class DeadLetterCard(Toasts toasts, DeadLetterOffice office)
{
    private Request? _asked;

    /// <summary>Null while the broker does not answer.</summary>
    [Parameter, EditorRequired]
    public required DeadLetterList? Letters { get; set; }

    [Inject]
    private BrokerMeter Broker { get; set; } = null!;

    private string NoneText => Letters?.Note is null
        ? "Every message found its consumer."
        : "Messages stay in this process; a step whose message fails is tried again.";

    private static string CountOf(DeadLetterBox queue) =>
        $"{Numbers.Count(queue.MessageCount)} {(queue.MessageCount == 1 ? "message" : "messages")}";

    // urn:message:Namespace:Name
    private static string NameOf(DeadLetter letter) =>
        letter.MessageType?.Split(':')[^1] ?? "a message of no known type";

    private static string ReasonOf(DeadLetter letter) => letter.ExceptionMessage is null
        ? "No consumer takes messages of this type."
        : $"{letter.ExceptionType?.Split('.')[^1]}: {letter.ExceptionMessage}";

    private void Ask(Request request) => _asked = request;

    private void Close() => _asked = null;

    private async Task DoAsync()
    {
        if (_asked is not { } request)
            return;
        Close();
        var (queue, id) = (request.Queue.Name, request.Letter?.MessageId);
        await toasts.TryAsync(
            async () =>
            {
                _ = request.IsReplay
                    ? await office.ReplayAsync(queue, id, CancellationToken.None)
                    : await office.DiscardAsync(queue, id, CancellationToken.None);
                await Broker.ForgetAsync();
            },
            request.IsReplay ? "Sent again." : "Discarded.");
    }

    private sealed record Request(DeadLetterBox Queue, DeadLetter? Letter, bool IsReplay)
    {
        public string Title => (IsReplay, Letter) switch
        {
            (true, null) => "Replay all messages?",
            (true, _) => "Replay this message?",
            (false, null) => "Discard all messages?",
            (false, _) => "Discard this message?",
        };

        public string Text => IsReplay
            ? $"{Subject} sent to {Queue.ReplaysTo} again. What fails once more comes back here."
            : $"{Subject} removed from {Queue.Name} for good.";

        private string Subject => Letter is null
            ? $"{Numbers.Count(Queue.MessageCount)} {(Queue.MessageCount == 1 ? "message is" : "messages are")}"
            : "One message is";
    }
}
