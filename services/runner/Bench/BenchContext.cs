namespace WeakToStrong.Runner.Bench;

/// <summary>What every benchmark has at hand.</summary>
internal sealed record BenchContext
{
    /// <summary>Null where no Python with PyTorch was found: rates are measured, ratios are not.</summary>
    public required PyTorchPeer? Peer { get; init; }

    public required WorldTokens World { get; init; }

    public required BenchProgress Progress { get; init; }
}
