using WeakToStrong.Endpoints;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Endpoints;

/// <summary>Asks an endpoint many things, some side by side, and keeps each reply as it comes.</summary>
internal static class EndpointQuestions
{
    private const int SideBySide = 8;
    private const int Retries = 6;

    // A large model on a small machine may think for long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="context">Of the step; a reply that an earlier attempt got is not asked for again.</param>
    /// <param name="endpoint">Address, and the variable that its key stands in.</param>
    /// <param name="count">Things to ask: places 0 to count − 1.</param>
    /// <param name="ask">Place → reply.</param>
    /// <param name="unit">What is counted.</param>
    /// <returns>In order of their places.</returns>
    /// <exception cref="EndpointException">It cannot be asked.</exception>
    public static IReadOnlyList<TReply> Ask<TReply>(
        StepContext context,
        (string Address, string KeyVariable) endpoint,
        int count,
        Func<ChatEndpoint, int, CancellationToken, Task<TReply>> ask,
        string unit)
        where TReply : class
    {
        using var client = Open(endpoint.Address, endpoint.KeyVariable);
        using var saved = new SavedResults<TReply>(context, "replies.jsonl");
        var reporting = new Lock();
        var missing = Enumerable.Range(0, count).Where(place => saved.Find(place) is null).ToList();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = SideBySide, CancellationToken = context.Stop,
        };
        try
        {
            Parallel.ForEachAsync(missing, options, async (place, _) =>
            {
                // When one fails, those beside it are still heard out and kept.
                saved.Keep(place, await ask(client, place, context.Stop));
                lock (reporting)
                    context.Report(StepProgress.Of(saved.Count, count, unit));
            }).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            throw new StepStoppedException();
        }
        return [.. Enumerable.Range(0, count).Select(place => saved.Find(place)!)];
    }

    private static ChatEndpoint Open(string address, string keyVariable) => new(new EndpointOptions
    {
        Address = EndpointAddress.TryParse(address)
            ?? throw new InputException("endpoint", null, $"is '{address}'; allowed is {EndpointAddress.Allowed}"),
        Key = EndpointKey.Read(keyVariable),
        Timeout = Patience,
        Retries = Retries,
    });
}
