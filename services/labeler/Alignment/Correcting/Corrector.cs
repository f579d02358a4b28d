using System.ComponentModel;
using System.Runtime.CompilerServices;
using WeakToStrong.Endpoints.Corrections;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Labeler.Alignment.Correcting;

/// <summary>
/// Corrects in a runner of its own, which is there from the start of the host to its end: a lost one is replaced.
/// </summary>
internal sealed class Corrector(AlignerOptions options, TimeProvider time, ILogger<Corrector> log) : BackgroundService
{
    private const int Failed = 1;
    private const int InvalidInput = 2;
    private const int MissingPrerequisite = 3;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private volatile CorrectorProcess? _process;

    /// <summary>Waits until the model is loaded, so that a host which cannot correct does not start.</summary>
    /// <exception cref="InvalidSettingException">The model cannot be used.</exception>
    /// <exception cref="ServiceDefaults.MissingPrerequisiteException">Something is missing on the machine.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _process = await LaunchAsync(cancellationToken);
        }
        catch (CorrectorLostException exception)
        {
            throw exception.ExitCode switch
            {
                InvalidInput => new InvalidSettingException(exception.Message),
                MissingPrerequisite => new MissingPrerequisiteException(exception.Message),
                _ => exception,
            };
        }
        await base.StartAsync(cancellationToken);
    }

    /// <summary>The correction in pieces, as they are written; the last has its end.</summary>
    /// <exception cref="AlignerException">It cannot be corrected, or not now.</exception>
    public async IAsyncEnumerable<CorrectionEvent> CorrectAsync(
        string question, string answer, int maxNewTokens, [EnumeratorCancellation] CancellationToken stop)
    {
        var process = _process ?? throw AlignerException.NoCorrector("the corrector is being started again");
        using var order = process.Order(question, answer, maxNewTokens);
        while (await order.NextAsync(stop) is { } piece)
        {
            if (piece.Problem is { } problem)
                throw problem.IsOrders
                    ? AlignerException.Invalid(problem.Message, "messages", "context_length_exceeded")
                    : AlignerException.Failed();
            yield return piece;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _process?.Dispose();
    }

    public override void Dispose()
    {
        base.Dispose();
        _process?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var reason = await _process!.Ended.WaitAsync(stoppingToken);
            log.RunnerLost(reason);
            _process.Dispose();
            _process = null;
            while (_process is null)
            {
                await Task.Delay(pause, time, stoppingToken);
                _process = await TryLaunchAsync(stoppingToken);
                pause = _process is null ? Longer(pause) : ShortestPause;
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task<CorrectorProcess?> TryLaunchAsync(CancellationToken stop)
    {
        try
        {
            return await LaunchAsync(stop);
        }
        catch (Exception exception) when (exception is CorrectorLostException or MissingPrerequisiteException)
        {
            log.RunnerUnfit(exception.Message);
            return null;
        }
    }

    /// <summary>A runner whose model is loaded; one that does not get there is ended.</summary>
    private async Task<CorrectorProcess> LaunchAsync(CancellationToken stop)
    {
        var process = Start();
        try
        {
            await process.Ready.WaitAsync(options.LoadTimeout, time, stop);
            return process;
        }
        catch (TimeoutException)
        {
            process.Dispose();
            throw new CorrectorLostException(
                Failed, $"the model is not loaded after {options.LoadTimeout.TotalSeconds:0} s");
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private CorrectorProcess Start()
    {
        try
        {
            return CorrectorProcess.Start(options);
        }
        catch (Win32Exception exception)
        {
            throw new MissingPrerequisiteException($"{options.RunnerPath} cannot be started: {exception.Message}");
        }
    }
}
