using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>What runs found.</summary>
internal static class ResultsApi
{
    private const int DefaultSamples = 20;
    private const int MaxSamples = 10_000;
    private const int MaxCompared = 50;

    public static void MapResults(this IEndpointRouteBuilder api)
    {
        var results = api.MapGroup("").WithTags("Results");
        results.MapGet("/runs/{id}/report", ReportAsync).Produces<Report>()
            .As("showReport", "The report of a completed run", 404, 409);
        results.MapGet("/runs/{id}/samples", SamplesAsync)
            .As("listSamples", "Test questions with every system's answer", 400, 404, 409);
        results.MapGet("/compare", CompareAsync)
            .As("compareRuns", "Summaries of completed runs side by side", 400, 404, 409);
    }

    /// <summary>All that the report's file says, digest and all.</summary>
    private static async Task<IResult> ReportAsync(
        string id, RunQueries queries, RunResults results, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        return results.Report(runId) is { } report
            ? TypedResults.Text(ReportFile.Serialize(report), "application/json", Encoding.UTF8)
            : throw new RunHasNoReportException(runId);
    }

    private static async Task<Ok<AnswerSamples>> SamplesAsync(
        string id, [AsParameters] SampleQuery query, RunQueries queries, RunResults results,
        CancellationToken cancellationToken)
    {
        var choice = query.Choice;
        var run = await queries.ShowAsync(await queries.FindAsync(id, cancellationToken), cancellationToken);
        return TypedResults.Ok(
            results.Samples(run, choice, query.Seed, cancellationToken)
            ?? throw new RunHasNoReportException(run.Run.Id));
    }

    private static async Task<Ok<RunComparison>> CompareAsync(
        [FromQuery, Description("Runs: ids, beginnings of ids, or names; differences are to the first.")]
        string[] runs,
        RunResults results, CancellationToken cancellationToken)
    {
        if (runs.Length is 0 or > MaxCompared)
            throw new InputException("runs", null, $"are {runs.Length}; allowed are 1 to {MaxCompared}");
        return TypedResults.Ok(await results.CompareAsync(runs, cancellationToken));
    }

    private sealed record SampleQuery
    {
        [FromQuery(Name = "offset")]
        [Description("Questions before the first; 0 where it is not given.")]
        public int? Offset { get; init; }

        [FromQuery(Name = "limit")]
        [Description("Questions, 1 to 10000; 20 where it is not given.")]
        public int? Limit { get; init; }

        [FromQuery(Name = "spread")]
        [Description("Instead of a page: so many questions at even distances, 1 to 10000.")]
        public int? Spread { get; init; }

        [FromQuery(Name = "seed")]
        [Description("The seed; the smallest where it is not given.")]
        public int? Seed { get; init; }

        public SampleChoice Choice =>
            Spread is { } count
                ? SampleChoice.Spread(Checked("spread", count, 1, MaxSamples))
                : SampleChoice.Page(
                    Checked("offset", Offset ?? 0, 0, int.MaxValue),
                    Checked("limit", Limit ?? DefaultSamples, 1, MaxSamples));

        private static int Checked(string name, int value, int least, int most) =>
            value >= least && value <= most
                ? value
                : throw new InputException(name, null, $"is {value}; allowed is {least} to {most}");
    }
}
