using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.Workers;

namespace WeakToStrong.Labeler.Alignment.Correcting;

/// <summary>
/// One runner with the model loaded. Orders and what comes of them are lines of its standard input and output; it ends
/// when the input does, so it does not outlive this process.
/// </summary>
internal sealed class CorrectorProcess : IDisposable
{
    private const int MaxLineLength = 1 << 20;
    private const int MaxErrorLength = 2000;

    /// <summary>Lines that may wait for the runner to read them; with one more it is taken for stuck.</summary>
    private const int MaxUnreadPerRequest = 16;

    private readonly Process _process;
    private readonly ConcurrentDictionary<long, Channel<CorrectionEvent>> _open = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _input;
    private string _lastError = "";
    private volatile bool _isLost;
    private long _lastId;

    private CorrectorProcess(Process process, int maxUnread)
    {
        _process = process;
        _input = Channel.CreateBounded<string>(maxUnread);
        Ended = FollowAsync();
    }

    /// <summary>Done when the model is loaded; fails with <see cref="CorrectorLostException"/>.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Done when it has ended: why.</summary>
    public Task<string> Ended { get; }

    public static CorrectorProcess Start(AlignerOptions options)
    {
        var info = new ProcessStartInfo(options.RunnerPath, ["serve-corrections", .. ModelArguments(options)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in RunnerEnvironment.ForThreads(options.Threads))
            info.Environment[name] = value;
        return new CorrectorProcess(Process.Start(info)!, MaxUnreadPerRequest * options.MaxConcurrent);
    }

    /// <summary>Orders a correction.</summary>
    /// <exception cref="AlignerException">It has ended.</exception>
    public OpenCorrection Order(string question, string answer, int maxNewTokens)
    {
        var id = Interlocked.Increment(ref _lastId);
        var events = Channel.CreateUnbounded<CorrectionEvent>();
        _open[id] = events;
        Write(new CorrectionOrder { Id = id, Question = question, Answer = answer, MaxNewTokens = maxNewTokens });
        // From then on nobody would complete it.
        if (_isLost)
            throw Lost();
        return new OpenCorrection(events.Reader, () => Close(id));
    }

    /// <summary>Ends it; what it still had to do is told so.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static IEnumerable<string> ModelArguments(AlignerOptions options) =>
        new (string Name, string? Value)[]
        {
            ("--model", options.Model),
            ("--adapter", options.Adapter),
            ("--dtype", options.Dtype),
            ("--device", options.Device),
            ("--threads", FormattableString.Invariant($"{options.Threads}")),
        }.SelectMany(argument => argument.Value is { } value ? new[] { argument.Name, value } : []);

    private static AlignerException Lost() => AlignerException.NoCorrector("the corrector has ended; ask again");

    /// <summary>Whoever ordered is done with it; when it is not whole yet, it is not wanted any more.</summary>
    private void Close(long id)
    {
        if (_open.TryRemove(id, out _))
            Write(new CorrectionOrder { Id = id });
    }

    /// <summary>Nobody who orders waits for the pipe, which is full where the runner is stuck.</summary>
    private void Write(CorrectionOrder order)
    {
        if (!_isLost && !_input.Writer.TryWrite(CorrectionProtocol.Write(order)))
            Dispose();
    }

    private async Task WriteInputAsync()
    {
        try
        {
            await foreach (var line in _input.Reader.ReadAllAsync())
            {
                await _process.StandardInput.WriteLineAsync(line);
                await _process.StandardInput.FlushAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended, which all its orders are told.
        }
    }

    private async Task<string> FollowAsync()
    {
        // What follows reads pipes; nobody who starts it waits for that.
        await Task.Yield();
        var errors = ReadErrorsAsync();
        _ = WriteInputAsync();
        var output = new BoundedLineReader(_process.StandardOutput, MaxLineLength);
        while (await output.ReadLineAsync() is { } line)
            if (CorrectionProtocol.TryRead<CorrectionEvent>(line) is { } message)
                Pass(message);
        await errors;
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        var reason = _lastError.Length > 0 ? _lastError : $"exit code {code}";
        _process.Dispose();
        _isLost = true;
        _input.Writer.TryComplete();
        _ready.TrySetException(new CorrectorLostException(code, reason));
        foreach (var events in _open.Values)
            events.Writer.TryComplete(Lost());
        return reason;
    }

    private void Pass(CorrectionEvent message)
    {
        if (message.Id is not { } id)
        {
            _ready.TrySetResult();
            return;
        }
        if (!_open.TryGetValue(id, out var events))
            return;
        events.Writer.TryWrite(message);
        if (message.End is not null || message.Problem is not null)
        {
            _open.TryRemove(id, out _);
            events.Writer.TryComplete();
        }
    }

    private async Task ReadErrorsAsync()
    {
        var reader = new BoundedLineReader(_process.StandardError, MaxErrorLength);
        while (await reader.ReadLineAsync() is { } line)
            if (line.Trim().Length > 0)
                _lastError = RunnerText.Plain(line.Trim());
    }
}

/// <summary>An order whose pieces come in.</summary>
internal sealed class OpenCorrection(ChannelReader<CorrectionEvent> events, Action close) : IDisposable
{
    /// <summary>The next piece; null after the last.</summary>
    public async Task<CorrectionEvent?> NextAsync(CancellationToken stop)
    {
        while (await events.WaitToReadAsync(stop))
            if (events.TryRead(out var piece))
                return piece;
        return null;
    }

    public void Dispose() => close();
}
