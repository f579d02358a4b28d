using System.Diagnostics;
using System.Text;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Remote;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>Asks what people ask, each question about something else, and times the answers.</summary>
internal sealed class LoadRequests(TrackerClient client, LoadOptions options)
{
    public async Task<IReadOnlyList<LatencyResult>> MeasureAsync(CancellationToken stop)
    {
        var results = new List<LatencyResult>();
        var page = await client.GetAsync<RunPage>("api/runs?limit=200", stop);
        var runs = page.Runs;
        var views = await Task.WhenAll(runs.Take(20).Select(run =>
            client.GetAsync<RunView>($"api/runs/{run.Id:N}", stop)));
        results.Add(await TimeAsync("list", _ => "api/runs?limit=50", stop));
        results.Add(await TimeAsync("list, second page", _ => $"api/runs?limit=50&cursor={page.NextCursor}", stop));
        results.Add(await TimeAsync(
            "filter by experiment and status",
            i => $"api/runs?limit=50&status=failed&name={LoadDatabase.RunName(i % options.Experiments)}", stop));
        results.Add(await TimeAsync(
            "search in names", i => $"api/runs?limit=50&search=ment-{i % options.Experiments:000}", stop));
        results.Add(await TimeAsync(
            "search with numbers",
            i => "api/runs?limit=50&search=" + Uri.EscapeDataString(
                $"method = dpo and beta >= {0.05 * (i % 20):0.00} or pgr.mean > 0.9"), stop));
        results.Add(await TimeAsync("show a run", i => $"api/runs/{runs[i % runs.Count].Id:N}", stop));
        results.Add(await TimeAsync(
            "all metrics of a run",
            i => $"api/steps/{views[i % views.Length].Steps[0].Key}/metrics?buckets=200", stop));
        var compared = string.Join('~', runs.Take(100).Select(run => run.Id.ToString("N")));
        results.Add(await TimePageAsync("page: experiments", i => $"?page={i + 1}", stop));
        results.Add(await TimePageAsync("page: experiments by PGR", _ => "?sort=-pgr", stop));
        results.Add(await TimePageAsync("page: an experiment", i => $"runs/{runs[i % runs.Count].Id:N}", stop));
        results.Add(await TimePageAsync("page: comparison of 100 runs", _ => $"compare?runs={compared}", stop));
        return results;
    }

    /// <summary>A page that shows an error is there quickly, too: only one that names runs counts.</summary>
    private async Task<LatencyResult> TimePageAsync(string name, Func<int, string> path, CancellationToken stop)
    {
        var page = Encoding.UTF8.GetString(await client.GetBytesAsync(path(0), stop));
        return page.Contains(LoadDatabase.RunNames, StringComparison.Ordinal)
            ? await TimeAsync(name, path, stop)
            : throw new CommandException($"'{name}' shows no run: {path(0)}");
    }

    private async Task<LatencyResult> TimeAsync(string name, Func<int, string> path, CancellationToken stop)
    {
        var times = new List<double>();
        // The first answer compiles what the others use.
        for (var i = -1; i < options.Requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await client.GetBytesAsync(path(Math.Max(i, 0)), stop);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return LatencyResult.Of(name, times);
    }
}
