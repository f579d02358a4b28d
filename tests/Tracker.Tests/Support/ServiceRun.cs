using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>A service in its own process; it does not outlive the test.</summary>
internal sealed partial class ServiceRun : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _errors = [];

    private ServiceRun(Process process) => _process = process;

    /// <summary>What it has said, line by line.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
                return [.. _errors];
        }
    }

    public static ServiceRun Start(string name, IReadOnlyDictionary<string, string> settings)
    {
        var info = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name)) { RedirectStandardError = true };
        foreach (var (key, value) in settings)
            info.Environment[key] = value;
        var run = new ServiceRun(new Process { StartInfo = info, EnableRaisingEvents = true });
        run._process.ErrorDataReceived += (_, line) => run.Hear(line.Data);
        run._process.Start();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Where it listens, once it says so.</summary>
    public Task<Uri> AddressAsync() => _address.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Asks it to stop, as an orchestrator does, and returns its exit code.</summary>
    public Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return EndAsync();
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_errors)
            _errors.Add(line);
        if (Address().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Address();
}
