using System.Runtime.InteropServices;

namespace WeakToStrong.W2s;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks to stop, the second ends the process at once; runners end with it, because their
/// standard input closes.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly string _announcement;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="announcement">What is said when it comes.</param>
    public Interruption(string announcement = "stopping (once more to end at once)")
    {
        _announcement = announcement;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
            Environment.Exit(ExitCode.Failed);
        context.Cancel = true;
        Console.Error.WriteLine($"w2s: {_announcement}");
        _stop.Cancel();
    }
}
