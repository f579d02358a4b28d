using Microsoft.Extensions.Configuration;

namespace WeakToStrong.Hosting.Publishing;

/// <summary>Which manifests are wanted, and where.</summary>
public sealed record ManifestTarget(ManifestKind Kind, string Folder)
{
    private const string Operation = "operation";
    private const string Publisher = "publisher";
    private const string OutputPath = "output-path";

    /// <summary>
    /// What <c>--operation publish --publisher KIND --output-path DIR</c> asks for, which are Aspire's own options;
    /// null where nothing is to be published. Throws <see cref="WrongOptionException"/>.
    /// </summary>
    internal static ManifestTarget? Read(IConfiguration configuration)
    {
        var kind = configuration[Publisher];
        if (kind is null && !string.Equals(configuration[Operation], "publish", StringComparison.OrdinalIgnoreCase))
            return null;
        if (string.IsNullOrWhiteSpace(configuration[OutputPath]))
            throw new WrongOptionException($"--{OutputPath} is missing; give the folder to write the manifests to");
        return new ManifestTarget(KindOf(kind), Path.GetFullPath(configuration[OutputPath]!));
    }

    private static ManifestKind KindOf(string? word) => word switch
    {
        "compose" => ManifestKind.Compose,
        "kubernetes" => ManifestKind.Kubernetes,
        _ => throw new WrongOptionException($"--{Publisher} is '{word}'; allowed is compose or kubernetes"),
    };
}
