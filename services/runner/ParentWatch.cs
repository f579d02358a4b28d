using System.Runtime.InteropServices;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Runner;

/// <summary>
/// Listens to the parent on standard input: <c>stop</c> sets the token, the end of the input ends this process at
/// once, so that no runner outlives the parent that would hear it.
/// </summary>
internal sealed class ParentWatch : IDisposable
{
    private const int LostParent = 1;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;

    public ParentWatch()
    {
        // A terminal sends Ctrl-C to parent and runner alike; the parent decides.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        new Thread(Listen) { IsBackground = true, Name = "parent watch" }.Start();
    }

    /// <summary>Listens for a command that is no step; null where no parent asks for it.</summary>
    public static ParentWatch? OfCommand() =>
        Environment.GetEnvironmentVariable(RunnerProtocol.WatchVariable) == RunnerProtocol.Watched
            ? new ParentWatch()
            : null;

    public CancellationToken Stop => _stop.Token;

    public void Dispose() => _interrupt.Dispose();

    private void Listen()
    {
        while (Console.In.ReadLine() is { } line)
            if (line == RunnerProtocol.StopLine)
                _stop.Cancel();
        Environment.Exit(LostParent);
    }
}
