namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>
/// The peer of the large shapes, <c>shapes_peer.py</c>: Hugging Face transformers, or a plain PyTorch model where
/// Python has no transformers.
/// </summary>
internal sealed class ShapePeer : IDisposable
{
    private const string Side = "peer";

    // Our determinism decides how cuBLAS works; the peer takes what PyTorch takes by itself.
    private static readonly Dictionary<string, string?> Environment = new() { ["CUBLAS_WORKSPACE_CONFIG"] = null };

    private readonly PeerProcess _process;

    private ShapePeer(PeerProcess process) => _process = process;

    public string Python => _process.Python;

    /// <summary>Whose model it has and PyTorch, with versions.</summary>
    public string Name => $"{_process.Greeting.Implementation} on PyTorch {_process.Greeting.Torch}";

    /// <summary>Starts it in the first Python whose PyTorch has the device; null where none has.</summary>
    /// <param name="device">cpu or cuda.</param>
    public static ShapePeer? Start(string device) =>
        PeerProcess.Start("shapes_peer.py", [device], Environment) is { } process ? new ShapePeer(process) : null;

    /// <summary>Why there is none.</summary>
    public static string NotFound(string device) =>
        $"no PyTorch to compare with: {PeerProcess.Tried} have no module torch that computes on {device}";

    /// <summary>Does a job with a model of its own, and lets go of that of the job before.</summary>
    public ShapeRun Run(ShapeJob job, string dtype, ShapeRounds rounds) => rounds.Try(job, Side, () =>
    {
        Ask(job.PeerCommand(dtype));
        PeerReply? last = null;
        var measured = rounds.Measure(job, Side, () => (last = Ask(new { command = "round" })).Measurement());
        return new ShapeRun { Rounds = measured, PeakBytes = last?.PeakBytes, Loss = last?.Loss, How = last?.How };
    });

    public void Dispose() => _process.Dispose();

    private PeerReply Ask(object command)
    {
        var reply = _process.Ask(command);
        return reply.Problem is null ? reply : throw new InvalidOperationException(reply.Problem);
    }
}
