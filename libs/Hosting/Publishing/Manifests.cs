using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Hosting.Publishing.Compose;
using WeakToStrong.Hosting.Publishing.Kubernetes;
using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;

namespace WeakToStrong.Hosting.Publishing;

/// <summary>
/// Manifests of the application for machines without an app host. They are made of the same model that the app host
/// runs; Aspire's own publishers for compose and Kubernetes would be, too, but their packages cannot be restored.
/// </summary>
public static class Manifests
{
    private const string IgnoreFile = ".gitignore";

    /// <summary>
    /// Writes the manifests of an application that was built in publish mode. The folder is made if it is missing. The
    /// same application gives the same files, except for the settings, which are secret and made once.
    /// </summary>
    /// <returns>The names of the files.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        DistributedApplication application, ManifestKind kind, string folder, CancellationToken stop = default)
    {
        var execution = application.Services.GetRequiredService<DistributedApplicationExecutionContext>();
        if (!execution.IsPublishMode)
            throw new InvalidOperationException("the application was built to run, not to be published");
        var model = application.Services.GetRequiredService<DistributedApplicationModel>();
        return Write(await ApplicationReader.ReadAsync(model, execution, stop), kind, folder);
    }

    internal static IReadOnlyList<string> Write(PublishedApplication application, ManifestKind kind, string folder)
    {
        var output = new ManifestFolder(folder);
        var settings = kind == ManifestKind.Compose ? ComposeFile.SettingsName : KubernetesFiles.SettingsName;
        var files = new SortedDictionary<string, string>(Files(application, kind), StringComparer.Ordinal)
        {
            [Dockerfile.FileName] = Dockerfile.Write(application),
            [IgnoreFile] = $"# {ManifestFolder.Mark}\n{settings}\n",
        };
        output.Write(files, (settings, Settings(application, kind, output.Read(settings), folder)));
        return [.. files.Keys, settings];
    }

    private static Dictionary<string, string> Files(PublishedApplication application, ManifestKind kind) =>
        kind == ManifestKind.Compose
            ? new() { [ComposeFile.FileName] = ComposeFile.Write(application) }
            : KubernetesFiles.Write(application);

    /// <summary>Where the sources are is known of this machine alone, so that is no part of the manifest.</summary>
    private static string Settings(
        PublishedApplication application, ManifestKind kind, string? existing, string folder) =>
        kind == ManifestKind.Compose
            ? SettingsFile.Complete(
                existing,
                application.Settings,
                (SettingsFile.SourceVariable, Path.GetRelativePath(Path.GetFullPath(folder), application.SourceFolder)))
            : SettingsFile.Complete(existing, application.Settings);
}
