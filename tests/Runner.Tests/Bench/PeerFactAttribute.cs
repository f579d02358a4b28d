using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

/// <summary>A test with a peer; skipped, with the reason, where no Python has PyTorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(() =>
    {
        using var peer = PyTorchPeer.Start();
        return peer is null ? PyTorchPeer.NotFound : null;
    });

    public PeerFactAttribute() => Skip = Obstacle.Value;
}
