using System.Numerics;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Corrections;

/// <summary>
/// Corrects greedily what is ordered, each beside those that are under way, and tells each piece of text as soon as it
/// is certain.
/// </summary>
internal sealed class CorrectionLoop(ModelFolder folder, OrderBook book, TextWriter output) : IDisposable
{
    /// <summary>Most corrections side by side; one more would make all of them slower than it is worth.</summary>
    private const int MostTogether = 16;

    /// <summary>Memory for keys and values of several; a single correction may take what it needs.</summary>
    private const long MostCacheBytes = 1L << 30;

    private const string Failed = "the correction failed";

    private readonly SampleEncoder _encoder = folder.Encoder(folder.Model.Config.MaxPositions);
    private readonly SequenceGenerator _generator = new(folder.Model)
    {
        LearnsAcrossUnits = true, KeepsCache = true,
    };
    private readonly ModelMemory _memory = new(folder.Model.Config, (int)folder.Model.Parameters.Values.ElementSize);

    public void Run()
    {
        Tell(new CorrectionEvent());
        foreach (var order in book.Orders())
            for (var next = TryBegin(order); next is not null;)
                next = Correct(next);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    // Null where nobody waits for it any more. One that cannot be done is its own trouble: the others may be fine.
    private OngoingCorrection? TryBegin(OpenOrder order)
    {
        try
        {
            if (!order.Stop.IsCancellationRequested)
                return new OngoingCorrection(order, RequestOf(order.Order), folder, Tell, book.Close);
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
        book.Close(order.Order.Id);
        return null;

        void Refuse(CorrectionProblem problem) =>
            Tell(new CorrectionEvent { Id = order.Order.Id, Problem = problem });
    }

    // Corrects one, and beside it whoever comes meanwhile and fits; returns the first who does not. Nobody passes that
    // one by, so that its turn comes.
    private OngoingCorrection? Correct(OngoingCorrection first)
    {
        var longest = PlacesFor(first);
        var together = new List<OngoingCorrection>();
        var waiting = first;
        try
        {
            _generator.Serve(Next, OptionsFor(longest), longest);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            foreach (var correction in together.DefaultIfEmpty(first))
                correction.Fail(Failed);
        }
        // So much memory is not for keeping.
        if (CacheBytes(longest) > MostCacheBytes)
            _generator.Dispose();
        return waiting is { HasEnded: false } ? waiting : null;

        GenerationRequest? Next()
        {
            while (waiting is null && book.TryTake(out var order))
                waiting = TryBegin(order);
            if (waiting is null || waiting.Longest > longest)
                return null;
            together.RemoveAll(correction => correction.HasEnded);
            together.Add(waiting);
            var request = waiting.Request;
            waiting = null;
            return request;
        }
    }

    // Up to twice what the first needs, if there is memory: somewhat longer ones then find room beside it.
    private int PlacesFor(OngoingCorrection first)
    {
        var places = (int)Math.Min(
            folder.Model.Config.MaxPositions, BitOperations.RoundUpToPowerOf2((uint)first.Longest));
        return CacheBytes(places) <= MostCacheBytes ? places : first.Longest;
    }

    // A correction mostly copies, so with drafts it is the same text in fewer passes.
    private GenerationOptions OptionsFor(int longest) => new()
    {
        MaxNewTokens = longest,
        BatchSize = (int)Math.Clamp(MostCacheBytes / CacheBytes(longest), 1, MostTogether),
        StopTokenIds = folder.StopTokenIds,
        Speculation = new CopySpeculation(),
    };

    private long CacheBytes(int places) =>
        _memory.Generation(sequences: 1, promptLength: 0, newTokens: places, isGreedy: true).Cache;

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
