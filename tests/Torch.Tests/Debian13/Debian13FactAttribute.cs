namespace WeakToStrong.Torch.Tests.Debian13;

/// <summary>A test in a Debian 13 root; skipped, with the reason, where this machine cannot have one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class Debian13FactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(Debian13Root.Obstacle);

    public Debian13FactAttribute() => Skip = Obstacle.Value;
}
