using System.CommandLine;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment;

namespace WeakToStrong.W2s.Commands;

/// <summary>What an Aligner allows itself and its clients, where the command line says it.</summary>
internal sealed class AlignLimits
{
    private readonly Option<int> _threads = SharedOptions.Threads();
    private readonly Option<int?> _tokens = SharedOptions.Number(
        "--max-tokens", AlignerOptions.MostTokens,
        "Most new tokens of a correction, and the most that a client may ask for (default: 1024)");

    private readonly Option<int?> _concurrent = SharedOptions.Number(
        "--max-concurrent", AlignerOptions.MostConcurrent,
        "Requests in progress; one more is answered with 429 (default: 16)");

    private readonly Option<int?> _bytes = SharedOptions.Number(
        "--max-request-bytes", AlignerOptions.MostRequestBytes, "Longest request that is read (default: 1048576)");

    private readonly Option<int?> _timeout = SharedOptions.Number(
        "--timeout", AlignerOptions.LongestTimeout, "Seconds that a whole request may take (default: 300)");

    private readonly Option<int?> _upstreamTimeout = SharedOptions.Number(
        "--upstream-timeout", AlignerOptions.LongestTimeout,
        "Seconds that one try of the upstream may take (default: 60)");

    private readonly Option<int> _retries = SharedOptions.Number(
        "--retries", "Tries of the upstream after the first", 0, AlignerOptions.MostRetries, 3);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
            { _threads, _tokens, _concurrent, _bytes, _timeout, _upstreamTimeout, _retries })
            command.Options.Add(option);
    }

    public EndpointOptions Applied(ParseResult parsed, EndpointOptions options) => options with
    {
        Timeout = Seconds(parsed.GetValue(_upstreamTimeout)) ?? options.Timeout,
        Retries = parsed.GetValue(_retries),
    };

    public AlignerOptions Applied(ParseResult parsed, AlignerOptions options) => options with
    {
        Threads = parsed.GetValue(_threads),
        MaxTokens = parsed.GetValue(_tokens) ?? options.MaxTokens,
        MaxConcurrent = parsed.GetValue(_concurrent) ?? options.MaxConcurrent,
        MaxRequestBytes = parsed.GetValue(_bytes) ?? options.MaxRequestBytes,
        RequestTimeout = Seconds(parsed.GetValue(_timeout)) ?? options.RequestTimeout,
    };

    private static TimeSpan? Seconds(int? number) => number is { } count ? TimeSpan.FromSeconds(count) : null;
}
