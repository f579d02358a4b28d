using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WeakToStrong.AppHost.Tests.Support;

/// <summary><c>w2s up</c> as a user starts it: the built program, which becomes the app host.</summary>
public sealed class UpProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UpProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public static UpProcess Start(
        HostFolder folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var info = new ProcessStartInfo(Executable(), ["up", "--store", folder.Store, "--no-dashboard", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["HOME"] = folder.Home;
        // What the user of these tests has set for other hosts is not for this one.
        foreach (var name in info.Environment.Keys.Where(IsSetting).ToArray())
            info.Environment.Remove(name);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var up = new UpProcess(Process.Start(info)!);
        up.Listen();
        return up;
    }

    /// <summary>The address of the line <c>ready URL</c>; throws when it ends without, or takes too long.</summary>
    public async Task<string> ReadyAsync(TimeSpan patience)
    {
        var ended = _process.WaitForExitAsync();
        var first = await Task.WhenAny(_ready.Task, ended, Task.Delay(patience));
        return first == _ready.Task ? await _ready.Task : throw new InvalidOperationException($"not ready: {Error}");
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>The command line's program, as it was built with these tests.</summary>
    public static string Executable()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.GetFullPath(Path.Combine(own.FullName, "..", "..", "W2s", own.Name, "w2s"));
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("W2S_", StringComparison.Ordinal)
            || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
        || name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("XDG_", StringComparison.Ordinal);

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            Add(_output, line.Data);
            if (line.Data is { } text && Address(text) is { } url)
                _ready.TrySetResult(url);
        };
        _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>That of <c>ready URL</c>, or of the same in JSON.</summary>
    private static string? Address(string line) =>
        line.Split(' ') is ["ready", var url] ? url
        : line.StartsWith("{\"ready\":", StringComparison.Ordinal) ? (string?)JsonNode.Parse(line)!["ready"]
        : null;

    private static void Add(StringBuilder text, string? line)
    {
        if (line is not null)
            lock (text)
                text.Append(line).Append('\n');
    }
}
