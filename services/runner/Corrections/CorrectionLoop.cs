using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Corrections;

/// <summary>
/// Corrects greedily what is ordered, orders that wait for each other side by side, and tells each piece of text as
/// soon as it is certain.
/// </summary>
internal sealed class CorrectionLoop(ModelFolder folder, OrderBook book, TextWriter output) : IDisposable
{
    /// <summary>Most corrections side by side; one more would make all of them slower than it is worth.</summary>
    private const int MostTogether = 16;

    /// <summary>Memory for keys and values of several; a single correction may take what it needs.</summary>
    private const long MostCacheBytes = 1L << 30;

    private const string Failed = "the correction failed";

    private readonly SampleEncoder _encoder = folder.Encoder(folder.Model.Config.MaxPositions);
    private readonly SequenceGenerator _generator = new(folder.Model) { LearnsAcrossUnits = true };
    private readonly ModelMemory _memory = new(folder.Model.Config, (int)folder.Model.Parameters.Values.ElementSize);

    public void Run()
    {
        Tell(new CorrectionEvent());
        foreach (var orders in book.Together(MostTogether))
        {
            var corrections = orders.Select(TryBegin).OfType<OngoingCorrection>().ToList();
            for (var done = 0; done < corrections.Count;)
            {
                var count = CountThatFits(corrections.Skip(done));
                TryCorrect(corrections.GetRange(done, count));
                done += count;
            }
            foreach (var order in orders)
                book.Close(order.Order.Id);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    // Null where nobody waits for it any more. One that cannot be done is its own trouble: the others may be fine.
    private OngoingCorrection? TryBegin(OpenOrder order)
    {
        if (order.Stop.IsCancellationRequested)
            return null;
        try
        {
            return new OngoingCorrection(order, RequestOf(order.Order), folder, Tell);
        }
        catch (InputException exception)
        {
            Refuse(new CorrectionProblem(true, exception.Message));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            Refuse(new CorrectionProblem(false, Failed));
        }
        return null;

        void Refuse(CorrectionProblem problem) =>
            Tell(new CorrectionEvent { Id = order.Order.Id, Problem = problem });
    }

    private void TryCorrect(List<OngoingCorrection> corrections)
    {
        try
        {
            _generator.Generate(
                [.. corrections.Select(correction => correction.Request)], OptionsFor(corrections));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            foreach (var correction in corrections)
                correction.Fail(Failed);
        }
    }

    // A correction mostly copies, so with drafts it is the same text in fewer passes.
    private GenerationOptions OptionsFor(List<OngoingCorrection> corrections) => new()
    {
        MaxNewTokens = corrections.Max(correction => correction.Request.MaxNewTokens!.Value),
        BatchSize = corrections.Count,
        StopTokenIds = folder.StopTokenIds,
        Speculation = new CopySpeculation(),
    };

    private int CountThatFits(IEnumerable<OngoingCorrection> waiting)
    {
        var (count, prompt, answer) = (0, 0, 0);
        foreach (var request in waiting.Select(correction => correction.Request))
        {
            (prompt, answer) = (Math.Max(prompt, request.Prompt.Count), Math.Max(answer, request.MaxNewTokens!.Value));
            if (count > 0 && _memory.Generation(count + 1, prompt, answer, isGreedy: true).Cache > MostCacheBytes)
                break;
            count++;
        }
        return count;
    }

    private GenerationRequest RequestOf(CorrectionOrder order)
    {
        var prompt = folder.Templates.ForCorrection(order.Question!, order.Answer ?? "");
        var request = AnswerSampler.Request(
            folder, _encoder, new AskedPrompt(prompt, order.Answer), place: 0, int.MaxValue);
        var most = folder.Model.Config.MaxPositions - 1;
        return request.Prompt.Count <= most
            ? request with { MaxNewTokens = order.MaxNewTokens }
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
