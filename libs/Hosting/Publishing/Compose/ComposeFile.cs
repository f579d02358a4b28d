using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Compose;

/// <summary>The application as one file of the compose specification.</summary>
internal static class ComposeFile
{
    public const string FileName = "compose.yaml";

    /// <summary>The file that compose reads variables from.</summary>
    public const string SettingsName = ".env";

    private static readonly string[] Comment =
    [
        "Start with 'docker compose up --detach --wait' in this folder; .env beside this file holds the settings.",
        "Services start when what they wait for is healthy. Only what stands under 'ports' can be reached from outside",
        "of the containers, and from this machine alone: put a proxy with TLS before it for others.",
        "A service with 'devices' needs the NVIDIA container toolkit; without a GPU, remove its 'deploy.resources'.",
    ];

    public static string Write(PublishedApplication application) =>
        Yaml.Write(
            [ManifestFolder.Mark, .. Comment],
            Yaml.Map(
                ("name", Yaml.Text(PublishedApplication.Name)),
                ("services", Yaml.Map(application.Services, service =>
                    (service.Name, ComposeService.Of(service)))),
                ("volumes", Volumes(application))));

    private static YamlMappingNode Volumes(PublishedApplication application) =>
        Yaml.Map(
            application.Services.SelectMany(service => service.Volumes).Select(volume => volume.Name)
                .Concat(application.UsesStore ? [PublishedApplication.StoreVolume] : [])
                .Distinct()
                .Order(StringComparer.Ordinal),
            name => (name, Yaml.Map()));
}
