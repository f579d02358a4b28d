using MassTransit;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment.Correcting;
using WeakToStrong.Labeler.Alignment.Requests;
using WeakToStrong.Labeler.Alignment.Responses;

namespace WeakToStrong.Labeler.Alignment;

/// <summary><c>POST /v1/chat/completions</c>: the upstream's answer, corrected.</summary>
internal sealed class CompletionHandler(
    AlignerOptions options, ChatEndpoint upstream, Corrector corrector, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrent);

    public async Task HandleAsync(HttpContext http)
    {
        if (!_slots.Wait(TimeSpan.Zero, CancellationToken.None))
            throw AlignerException.Busy(options.MaxConcurrent);
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        try
        {
            await AnswerAsync(http, stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw AlignerException.TooSlow(
                $"the request took longer than {options.RequestTimeout.TotalSeconds:0.#} s");
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task AnswerAsync(HttpContext http, CancellationToken stop)
    {
        var request = ChatRequest.Parse(await RequestBody.ReadAsync(http, options.MaxRequestBytes, stop), options);
        var answer = await upstream.CompleteAsync(request.Upstream, stop);
        var completion = new Completion
        {
            Id = $"chatcmpl-{NewId.NextGuid():N}",
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Model = answer.Model ?? request.Model,
            Request = request,
            Answer = answer,
        };
        http.Response.Headers["x-request-id"] = completion.Id;
        await using var pieces = corrector
            .CorrectAsync(request.Question, answer.Text, request.MaxTokens, stop).GetAsyncEnumerator(stop);
        if (request.Stream)
            await completion.StreamAsync(http, pieces);
        else
            await completion.WriteAsync(http, pieces);
    }
}
