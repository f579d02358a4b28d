using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace WeakToStrong.Endpoints;

/// <summary>When an endpoint is asked again, and after what pause.</summary>
internal static class EndpointRetries
{
    public static ResiliencePipeline<EndpointReply> Pipeline(EndpointOptions options)
    {
        var builder = new ResiliencePipelineBuilder<EndpointReply>();
        if (options.Retries > 0)
            builder.AddRetry(Strategy(options));
        return builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>Seconds, or a date.</summary>
    public static TimeSpan? PauseOf(RetryConditionHeaderValue? header)
    {
        if (header?.Delta is { } delta)
            return delta;
        if (header?.Date is not { } date)
            return null;
        var pause = date - TimeProvider.System.GetUtcNow();
        return pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
    }

    private static RetryStrategyOptions<EndpointReply> Strategy(EndpointOptions options) => new()
    {
        MaxRetryAttempts = options.Retries,
        Delay = options.Pause,
        MaxDelay = options.LongestPause,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = new PredicateBuilder<EndpointReply>()
            .Handle<HttpRequestException>(exception => !IsTooLong(exception))
            .Handle<TimeoutRejectedException>()
            .HandleResult(reply => MayPass(reply.Status) && !(reply.RetryAfter > options.LongestPause)),
        DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
    };

    // An answer that is too long does not become shorter.
    private static bool IsTooLong(HttpRequestException exception) =>
        exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded;

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
}
