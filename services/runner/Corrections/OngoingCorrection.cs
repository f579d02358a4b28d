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
    private readonly Action<long> _close;

    /// <param name="close">Called with the order's number when nothing more comes of it.</param>
    public OngoingCorrection(
        OpenOrder order, GenerationRequest request, ModelFolder folder, Action<CorrectionEvent> tell,
        Action<long> close)
    {
        (_id, _text, _tell, _close) = (order.Order.Id, new GrowingText(folder), tell, close);
        Longest = (int)Math.Min(
            folder.Model.Config.MaxPositions, (long)request.Prompt.Count + request.MaxNewTokens!.Value);
        Request = request with { OnToken = Say, OnEnd = End, Stop = order.Stop };
    }

    public GenerationRequest Request { get; }

    public bool HasEnded { get; private set; }

    /// <summary>Most tokens that it can have, prompt included.</summary>
    public int Longest { get; }

    /// <summary>It cannot be done, and the order is not to blame; nothing is said of one that has ended.</summary>
    public void Fail(string message)
    {
        if (HasEnded)
            return;
        _tell(new CorrectionEvent { Id = _id, Problem = new CorrectionProblem(false, message) });
        Close();
    }

    // It is whole, or nobody listens any more.
    private void End(GeneratedSequence sequence)
    {
        if (sequence.Reason != FinishReason.Cancelled)
            _tell(new CorrectionEvent
            {
                Id = _id,
                Text = _text.Rest(),
                End = new CorrectionEnd(
                    sequence.Reason == FinishReason.Stop ? "stop" : "length",
                    new TokenUsage(Request.Prompt.Count, sequence.Tokens.Count)),
            });
        Close();
    }

    private void Close()
    {
        HasEnded = true;
        _close(_id);
    }

    private void Say(int token)
    {
        if (_text.Add(token) is { Length: > 0 } piece)
            _tell(new CorrectionEvent { Id = _id, Text = piece });
    }
}
