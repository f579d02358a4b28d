using WeakToStrong.Endpoints;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Corrections;

/// <summary>An order while it is corrected: what of it is certain is told at once.</summary>
internal sealed class OngoingCorrection
{
    private readonly long _id;
    private readonly GrowingText _text;
    private readonly Action<CorrectionEvent> _tell;
    private bool _hasEnded;

    public OngoingCorrection(
        OpenOrder order, GenerationRequest request, ModelFolder folder, Action<CorrectionEvent> tell)
    {
        (_id, _text, _tell) = (order.Order.Id, new GrowingText(folder), tell);
        Request = request with { OnToken = Say, OnEnd = End, Stop = order.Stop };
    }

    public GenerationRequest Request { get; }

    /// <summary>It cannot be done, and the order is not to blame; nothing is said of one that has ended.</summary>
    public void Fail(string message)
    {
        if (!_hasEnded)
            _tell(new CorrectionEvent { Id = _id, Problem = new CorrectionProblem(false, message) });
    }

    // It is whole, or nobody listens any more.
    private void End(GeneratedSequence sequence)
    {
        _hasEnded = true;
        if (sequence.Reason == FinishReason.Cancelled)
            return;
        _tell(new CorrectionEvent
        {
            Id = _id,
            Text = _text.Rest(),
            End = new CorrectionEnd(
                sequence.Reason == FinishReason.Stop ? "stop" : "length",
                new TokenUsage(Request.Prompt.Count, sequence.Tokens.Count)),
        });
    }

    private void Say(int token)
    {
        if (_text.Add(token) is { Length: > 0 } piece)
            _tell(new CorrectionEvent { Id = _id, Text = piece });
    }
}
