namespace WeakToStrong.Hosting.Publishing;

/// <summary>What a manifest is for.</summary>
public enum ManifestKind
{
    /// <summary>One machine with a container engine.</summary>
    Compose,

    /// <summary>A cluster.</summary>
    Kubernetes,
}
