using System.Diagnostics;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>Ten pages of the dashboard, open in a real browser as somebody leaves them.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    // Without a port for tools the browser renders one page and ends; 0 takes any that is free.
    private static readonly string[] Flags =
        ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"];

    private readonly Process _browser;
    private readonly string _profile;

    private OpenPages(Process browser, string profile) => (_browser, _profile) = (browser, profile);

    /// <param name="server">Of the dashboard.</param>
    /// <param name="runs">Runs to look at, at least four.</param>
    public static OpenPages Start(Uri server, IReadOnlyList<Guid> runs)
    {
        var profile = Directory.CreateTempSubdirectory("w2s-browser-").FullName;
        var info = new ProcessStartInfo("chromium", [.. Flags, $"--user-data-dir={profile}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var path in Paths(runs))
            info.ArgumentList.Add(new Uri(server, path).AbsoluteUri);
        var browser = Process.Start(info)!;
        browser.OutputDataReceived += (_, _) => { };
        browser.ErrorDataReceived += (_, _) => { };
        browser.BeginOutputReadLine();
        browser.BeginErrorReadLine();
        return new OpenPages(browser, profile);
    }

    /// <summary>What the memory is once a minute; the first minute, in which the pages are made, is not counted.</summary>
    public async Task<IReadOnlyList<long>> WatchAsync(
        TimeSpan time, Func<long> memory, Action<string> say, CancellationToken stop)
    {
        var seen = new List<long>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            await Task.Delay(Between, stop);
            if (_browser.HasExited)
                throw new CommandException($"the browser ended with {_browser.ExitCode} while its pages were watched");
            seen.Add(memory());
            say($"ten pages open for {seen.Count} min: {seen[^1] >> 20} MiB in use");
        }
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_browser.HasExited)
            _browser.Kill(entireProcessTree: true);
        await _browser.WaitForExitAsync();
        _browser.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static IEnumerable<string> Paths(IReadOnlyList<Guid> runs) =>
    [
        "/", "/?filter=status%20%3D%20failed", "/?sort=-pgr", $"/runs/{runs[0]:N}", $"/runs/{runs[1]:N}?tab=steps",
        $"/runs/{runs[2]:N}?tab=curves", $"/compare?runs={string.Join('~', runs.Select(run => run.ToString("N")))}",
        "/launch", "/data", "/system",
    ];
}
