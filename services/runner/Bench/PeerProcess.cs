using System.Diagnostics;
using System.Text.Json;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// A script on PyTorch as a child process, which greets with one JSON line and answers each command with another. It
/// has our environment and with it our thread settings, works only while it is asked something, and ends when we do.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    // Debian's PyTorch belongs to Debian's own Python, which need not be the first on the path.
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private readonly Process _process;

    private PeerProcess(Process process, string python, PeerReply greeting) =>
        (_process, Python, Greeting) = (process, python, greeting);

    /// <summary>The Pythons that were tried, for people.</summary>
    public static string Tried { get; } = string.Join(" and ", Pythons);

    public string Python { get; }

    public PeerReply Greeting { get; }

    /// <summary>Starts a script in the first Python that has what it needs; null where none has.</summary>
    /// <param name="script">A file of the benchmarks; it ends without a greeting if it cannot run.</param>
    /// <param name="environment">Variables to change for it; null: to remove.</param>
    public static PeerProcess? Start(
        string script, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Bench", script);
        foreach (var python in Pythons)
            if (TryStart(python, [path, .. arguments], environment) is { } peer)
                return peer;
        return null;
    }

    /// <exception cref="InvalidOperationException">It has ended.</exception>
    /// <exception cref="InvalidDataException">Its line is no answer.</exception>
    public PeerReply Ask(object command)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(command, JsonSerializerOptions.Web));
            _process.StandardInput.Flush();
            return PeerReply.Parse(_process.StandardOutput.ReadLine() ?? throw Ended());
        }
        // Nobody reads the pipe any more.
        catch (IOException)
        {
            throw Ended();
        }
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        // It ended before it had read what was left in the pipe.
        catch (IOException)
        {
        }
        _process.WaitForExit();
        _process.Dispose();
    }

    private static InvalidOperationException Ended() => new("the PyTorch peer ended; what it said is above");

    private static PeerProcess? TryStart(
        string python, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        if (Launch(python, arguments, environment) is not { } process)
            return null;
        if (process.StandardOutput.ReadLine() is { } greeting)
            return new PeerProcess(process, python, PeerReply.Parse(greeting));
        process.WaitForExit();
        process.Dispose();
        return null;
    }

    private static Process? Launch(
        string python, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var info = new ProcessStartInfo(python, ["-u", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        try
        {
            return Process.Start(info);
        }
        // There is no such program.
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
