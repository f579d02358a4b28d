using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
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
        steps.MapGet("/metrics", MetricsAsync)
            .As("showMetrics", "Metrics of a step, each made short by its lowest and highest values", 400, 404);
    }

    private static async Task<Ok<StepView>> ShowAsync(
        string key, StepQueries steps, CancellationToken cancellationToken) =>
        TypedResults.Ok(await steps.ShowAsync(key, cancellationToken));

    private static async Task<Ok<IReadOnlyList<AttemptRow>>> AttemptsAsync(
        string key, StepQueries steps, CancellationToken cancellationToken) =>
        TypedResults.Ok(await steps.AttemptsAsync(key, cancellationToken));

    private static async Task<Ok<MetricSeriesView[]>> MetricsAsync(
        string key, [AsParameters] MetricQuery query, StepQueries steps, RunQueries queries,
        CancellationToken cancellationToken)
    {
        if (query.Buckets is < 1 or > MaxBuckets)
            throw new InputException("buckets", null, $"is {query.Buckets}; allowed is 1 to {MaxBuckets}");
        await steps.RequireAsync(key, cancellationToken);
        var series = await queries.MetricsAsync(key, cancellationToken);
        return TypedResults.Ok(series.Where(query.Includes)
            .Select(metric => MetricSeriesView.Of(query.Cut(metric), query.Buckets ?? DefaultBuckets)).ToArray());
    }

    private sealed record MetricQuery
    {
        [FromQuery, Description("Only metrics of these names.")]
        public string[]? Names { get; init; }

        [FromQuery, Description("Only values at so many finished units or more.")]
        public long? From { get; init; }

        [FromQuery, Description("Only values at so many finished units or fewer.")]
        public long? To { get; init; }

        [FromQuery, Description("Parts of equal width that the range is cut into, 1 to 10000; 500 when not given.")]
        public int? Buckets { get; init; }

        public bool Includes(MetricSeries series) => Names is null or [] || Names.Contains(series.Name);

        public MetricSeries Cut(MetricSeries series) =>
            From is null && To is null
                ? series
                : series with { Samples = [.. series.Samples.Where(sample => !(sample.At < From || sample.At > To))] };
    }
}
