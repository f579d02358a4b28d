using System.ComponentModel;
using System.Diagnostics;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>Ten pages of the dashboard, each open in a real browser as somebody leaves it.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    // Without a port for tools a browser without windows ends at once; 0 takes any that is free.
    private static readonly string[] Flags =
        ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"];

    private readonly List<Process> _browsers = [];
    private readonly string _profiles = Directory.CreateTempSubdirectory("w2s-browser-").FullName;

    private OpenPages()
    {
    }

    /// <param name="server">Of the dashboard.</param>
    /// <param name="runs">Runs to look at, at least four.</param>
    public static OpenPages Start(Uri server, IReadOnlyList<Guid> runs)
    {
        var pages = new OpenPages();
        foreach (var path in Paths(runs))
            pages.Open(new Uri(server, path));
        return pages;
    }

    /// <summary>What the memory is once a minute, from a minute after the pages were opened.</summary>
    public async Task<IReadOnlyList<long>> WatchAsync(
        TimeSpan time, Func<long> memory, Action<string> say, CancellationToken stop)
    {
        var seen = new List<long>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            await Task.Delay(Between, stop);
            if (_browsers.FirstOrDefault(browser => browser.HasExited) is { } gone)
                throw new CommandException($"a browser ended with {gone.ExitCode} while its page was watched");
            seen.Add(memory());
            say($"ten pages open for {seen.Count} min: {seen[^1] >> 20} MiB in use");
        }
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            if (!browser.HasExited)
                browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync();
            browser.Dispose();
        }
        Directory.Delete(_profiles, recursive: true);
    }

    private void Open(Uri page)
    {
        var profile = Path.Combine(_profiles, $"{_browsers.Count}");
        var info = new ProcessStartInfo("chromium", [.. Flags, $"--user-data-dir={profile}", page.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _browsers.Add(Start(info));
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            var browser = Process.Start(info)!;
            browser.BeginOutputReadLine();
            browser.BeginErrorReadLine();
            return browser;
        }
        catch (Win32Exception)
        {
            throw new MissingPrerequisiteException(
                "chromium, in which --page-minutes opens pages, is missing: apt-get install chromium");
        }
    }

    private static IEnumerable<string> Paths(IReadOnlyList<Guid> runs) =>
    [
        "/", "/?filter=status%20%3D%20failed", "/?sort=-pgr", $"/runs/{runs[0]:N}", $"/runs/{runs[1]:N}?tab=steps",
        $"/runs/{runs[2]:N}?tab=curves", $"/compare?runs={string.Join('~', runs.Select(run => run.ToString("N")))}",
        "/launch", "/data", "/system",
    ];
}
