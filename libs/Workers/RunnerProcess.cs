using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Workers;

/// <summary>
/// One runner: started with its environment, read line by line, stopped or killed on request. Its standard input
/// stays open as long as this process lives: a runner exits when it closes, so none outlives its parent.
/// </summary>
public sealed class RunnerProcess : IDisposable
{
    private const int MaxLineLength = 1 << 20;
    private const int TailLines = 20;

    private readonly Process _process;
    private readonly TextTail _tail = new(TailLines);

    private RunnerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts the runner. Throws <see cref="Win32Exception"/> when the executable cannot be started.</summary>
    public static RunnerProcess Start(RunnerStart start)
    {
        var info = new ProcessStartInfo(start.Path, start.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        return new RunnerProcess(Process.Start(info) ?? throw new Win32Exception($"{start.Path} did not start"));
    }

    /// <summary>
    /// Reads until the runner ends. The result is its final line, or <see cref="FailureReason.RunnerLost"/> with
    /// what it said last when it ended without one or with an exit code other than zero.
    /// </summary>
    /// <param name="onProgress">Called for every progress line, in order; must return quickly.</param>
    /// <param name="onText">Called for every line that is no message, from two threads; must return quickly.</param>
    public async Task<RunnerMessage> ReadToEndAsync(
        Action<RunnerProgressed> onProgress, Action<string>? onText = null)
    {
        var errors = ReadErrorsAsync(onText);
        var final = await ReadMessagesAsync(onProgress, onText);
        await errors;
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0 && final is not null || final is RunnerFailed
            ? final!
            : new RunnerFailed(FailureReason.RunnerLost, LostDetail());
    }

    /// <summary>Asks the runner to stop at its next boundary.</summary>
    public void RequestStop()
    {
        try
        {
            _process.StandardInput.WriteLine(RunnerProtocol.StopLine);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already, which is what was asked for.
        }
    }

    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<RunnerMessage?> ReadMessagesAsync(
        Action<RunnerProgressed> onProgress, Action<string>? onText)
    {
        var reader = new BoundedLineReader(_process.StandardOutput, MaxLineLength);
        RunnerMessage? final = null;
        while (await reader.ReadLineAsync() is { } line)
        {
            var message = RunnerProtocol.TryParse(line);
            if (message is RunnerProgressed progress)
                onProgress(progress);
            else if (message is not null)
                final = message;
            else
                Note(line, onText);
        }
        return final;
    }

    private async Task ReadErrorsAsync(Action<string>? onText)
    {
        var reader = new BoundedLineReader(_process.StandardError, MaxLineLength);
        while (await reader.ReadLineAsync() is { } line)
            Note(line, onText);
    }

    private void Note(string line, Action<string>? onText)
    {
        _tail.Add(line);
        onText?.Invoke(line);
    }

    private string LostDetail()
    {
        // .NET reports death by signal n as 128 + n.
        var code = _process.ExitCode;
        var end = code > 128
            ? string.Create(CultureInfo.InvariantCulture, $"the runner was ended by signal {code - 128}")
            : string.Create(CultureInfo.InvariantCulture, $"the runner ended without a result, exit code {code}");
        var said = _tail.AsOneLine();
        return said.Length == 0 ? end : $"{end}; it said: {OneLine.Of(said)}";
    }
}
