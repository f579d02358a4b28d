using WeakToStrong.Endpoints;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Corrections;

/// <summary>
/// Corrects greedily, one order after the other, and tells each piece of text as soon as it is certain.
/// </summary>
internal sealed class CorrectionLoop(ModelFolder folder, OrderBook orders, TextWriter output)
{
    private const string Stop = "stop";
    private const string Length = "length";

    private readonly SampleEncoder _encoder = folder.Encoder(folder.Model.Config.MaxPositions);
    private readonly SequenceGenerator _generator = new(folder.Model) { LearnsAcrossUnits = true };

    public void Run()
    {
        Tell(new CorrectionEvent());
        foreach (var order in orders.Orders)
        {
            TryCorrect(order);
            orders.Close(order.Order.Id);
        }
    }

    // An order that cannot be done is its own trouble: the next one may be fine.
    private void TryCorrect(OpenOrder order)
    {
        var id = order.Order.Id;
        try
        {
            Correct(order.Order, order.Stop);
        }
        catch (OperationCanceledException) when (order.Stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (InputException exception)
        {
            Tell(new CorrectionEvent { Id = id, Problem = new CorrectionProblem(true, exception.Message) });
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            Tell(new CorrectionEvent { Id = id, Problem = new CorrectionProblem(false, "the correction failed") });
        }
    }

    private void Correct(CorrectionOrder order, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var text = new GrowingText(folder);
        var request = RequestOf(order) with { OnToken = Say };
        var sequence = _generator.Generate([request], OptionsOf(order), stop: stop)[0];
        Tell(new CorrectionEvent
        {
            Id = order.Id,
            Text = text.Rest(),
            End = new CorrectionEnd(
                sequence.Reason == FinishReason.Stop ? Stop : Length,
                new TokenUsage(request.Prompt.Count, sequence.Tokens.Count)),
        });

        void Say(int token)
        {
            if (text.Add(token) is { Length: > 0 } piece)
                Tell(new CorrectionEvent { Id = order.Id, Text = piece });
        }
    }

    // A correction mostly copies, so with drafts it is the same text in fewer passes.
    private GenerationOptions OptionsOf(CorrectionOrder order) => new()
    {
        MaxNewTokens = order.MaxNewTokens,
        BatchSize = 1,
        StopTokenIds = folder.StopTokenIds,
        Speculation = new CopySpeculation(),
    };

    private GenerationRequest RequestOf(CorrectionOrder order)
    {
        var prompt = folder.Templates.ForCorrection(order.Question!, order.Answer ?? "");
        var request = AnswerSampler.Request(
            folder, _encoder, new AskedPrompt(prompt, order.Answer), place: 0, int.MaxValue);
        var most = folder.Model.Config.MaxPositions - 1;
        return request.Prompt.Count <= most
            ? request
            : throw new InputException(
                "messages", line: null,
                $"question and answer have {request.Prompt.Count} tokens together; the corrector takes at most {most}");
    }

    private void Tell(CorrectionEvent message)
    {
        output.WriteLine(CorrectionProtocol.Write(message));
        output.Flush();
    }
}
