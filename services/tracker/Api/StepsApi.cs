using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>Steps by their keys: what decides them, how they were executed, what was measured.</summary>
internal static class StepsApi
{
    private const int DefaultBuckets = 500;
    private const int MaxBuckets = 10_000;

    public static void MapSteps(this IEndpointRouteBuilder api)
    {
        var steps = api.MapGroup("/steps/{key}").WithTags("Steps");
        steps.MapGet("", ShowAsync).As("showStep", "A step: options, inputs, outputs, attempts", 404);
        steps.MapGet("/attempts", AttemptsAsync).As("listAttempts", "How a step was executed, the latest first", 404);
        steps.MapGet("/attempts/{number}/log", LogAsync).Produces<string>(StatusCodes.Status200OK, "text/plain")
            .As("showLog", "What happened in an attempt, line by line", 400, 404);
        steps.MapGet("/metrics", MetricsAsync)
            .As("showMetrics", "Metrics of a step, each made short by its lowest and highest values", 400, 404);
    }

    private static async Task<Ok<StepView>> ShowAsync(
        string key, StepQueries steps, CancellationToken cancellationToken) =>
        TypedResults.Ok(await steps.ShowAsync(key, cancellationToken));

    private static async Task<Ok<IReadOnlyList<AttemptRow>>> AttemptsAsync(
        string key, StepQueries steps, CancellationToken cancellationToken) =>
        TypedResults.Ok(await steps.AttemptsAsync(key, cancellationToken));

    /// <summary>
    /// Whole lines. The headers Log-Next and Log-End say where to read on, and how much was written until now.
    /// </summary>
    private static async Task<ContentHttpResult> LogAsync(
        string key, int number, [AsParameters] LogQuery query, StepQueries steps, HttpContext http,
        CancellationToken cancellationToken)
    {
        if (query.From < 0)
            throw new InputException("from", null, $"is {query.From}; allowed is 0 or more");
        if (query.Limit is < 1 or > AttemptLogs.MaxPartBytes)
            throw new InputException("limit", null, $"is {query.Limit}; allowed is 1 to {AttemptLogs.MaxPartBytes}");
        var part = await steps.LogAsync(
            key, number, query.From, query.Limit ?? AttemptLogs.MaxPartBytes, cancellationToken);
        http.Response.Headers["Log-Next"] = part.Next.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Log-End"] = part.End.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(part.Text, "text/plain", Encoding.UTF8);
    }

    private static async Task<Ok<MetricSeriesView[]>> MetricsAsync(
        string key, [AsParameters] MetricQuery query, StepQueries steps, MetricQueries metrics,
        CancellationToken cancellationToken)
    {
        if (query.Buckets is < 1 or > MaxBuckets)
            throw new InputException("buckets", null, $"is {query.Buckets}; allowed is 1 to {MaxBuckets}");
        await steps.RequireAsync(key, cancellationToken);
        var series = await metrics.SeriesAsync(key, query.Names is [] ? null : query.Names, cancellationToken);
        return TypedResults.Ok(series.Select(MetricSeries.Of)
            .Select(metric => MetricSeriesView.Of(query.Cut(metric), query.Buckets ?? DefaultBuckets)).ToArray());
    }

    private sealed record LogQuery
    {
        [FromQuery(Name = "from")]
        [Description("Place of the first byte, such as Log-Next of the part before; without it, the end of the log.")]
        public long? From { get; init; }

        [FromQuery(Name = "limit")]
        [Description("Bytes at most, 1 to 262144, which it is when not given.")]
        public int? Limit { get; init; }
    }

    private sealed record MetricQuery
    {
        [FromQuery(Name = "names")]
        [Description("Only metrics of these names.")]
        public string[]? Names { get; init; }

        [FromQuery(Name = "from")]
        [Description("Only values at so many finished units or more.")]
        public long? From { get; init; }

        [FromQuery(Name = "to")]
        [Description("Only values at so many finished units or fewer.")]
        public long? To { get; init; }

        [FromQuery(Name = "buckets")]
        [Description("Parts of equal width that the range is cut into, 1 to 10000; 500 when not given.")]
        public int? Buckets { get; init; }

        public MetricSeries Cut(MetricSeries series) =>
            From is null && To is null
                ? series
                : series with { Samples = [.. series.Samples.Where(sample => !(sample.At < From || sample.At > To))] };
    }
}
