using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Compose;

/// <summary>One service of a compose file.</summary>
internal static class ComposeService
{
    private const string Loopback = "127.0.0.1";

    public static YamlMappingNode Of(PublishedService service) => Yaml.Map(
        ("image", Yaml.Text(service.Image)),
        ("build", service.Project is null ? null : Build()),
        // Nobody else's image of that name.
        ("pull_policy", service.Project is null ? null : Yaml.Text("build")),
        ("command", service.Project is { } project ? Yaml.Words(["dotnet", project.Program]) : null),
        // Servers keep their data under the name of their host.
        ("hostname", service.Volumes.Count > 0 ? Yaml.Text(service.Name) : null),
        ("restart", Yaml.Text("unless-stopped")),
        ("init", service.Project is null ? null : Yaml.Flag(true)),
        ("cap_drop", service.Project is null ? null : Yaml.Words(["ALL"])),
        ("security_opt", Yaml.Words(["no-new-privileges:true"])),
        ("shm_size", service.SharedMegabytes == 0 ? null : Yaml.Text($"{service.SharedMegabytes}m")),
        // A worker saves the state of its steps.
        ("stop_grace_period", Yaml.Text("30s")),
        ("environment", Yaml.Map(service.Environment, variable => (variable.Key, Value(variable.Value)))),
        ("ports", Yaml.ListOrNone(Ports(service))),
        ("volumes", Yaml.ListOrNone(Volumes(service).Select(Volume))),
        ("depends_on", service.Waits.Count == 0 ? null : Yaml.Map(service.Waits, Dependency)),
        ("healthcheck", service.Ready is null ? null : HealthCheck(service.Ready)),
        ("deploy", Deploy(service)));

    /// <summary>The Dockerfile lies here, the sources elsewhere.</summary>
    private static YamlMappingNode Build() => Yaml.Map(
        ("context", Yaml.Text(".")),
        ("additional_contexts", Yaml.Map((
            Dockerfile.SourceContext,
            Yaml.Text($"${{{SettingsFile.SourceVariable}:?{SettingsFile.Advice}}}")))));

    /// <summary>A dollar sign of a text is doubled, or compose would replace what follows.</summary>
    private static YamlScalarNode Value(PublishedValue value) => Yaml.Text(value.Text(
        text => text.Replace("$", "$$", StringComparison.Ordinal),
        setting => $"${{{setting.Name}:?{SettingsFile.Advice}}}"));

    private static IEnumerable<YamlNode> Ports(PublishedService service)
    {
        foreach (var endpoint in service.Endpoints)
            if (endpoint.HostPort is { } hostPort)
                yield return Yaml.Map(
                    ("name", Yaml.Text(endpoint.Name)),
                    ("host_ip", Yaml.Text(Loopback)),
                    ("published", Yaml.Text(HostPorts(hostPort, service.Replicas))),
                    ("target", Yaml.Number(endpoint.Port)),
                    ("protocol", Yaml.Text("tcp")));
    }

    /// <summary>Each replica takes one of a range.</summary>
    private static string HostPorts(int first, int replicas) => replicas == 1
        ? first.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{first}-{first + replicas - 1}");

    private static IEnumerable<PublishedVolume> Volumes(PublishedService service) =>
        service.UsesStore
            ? service.Volumes.Append(
                new PublishedVolume(PublishedApplication.StoreVolume, PublishingAnnotations.StoreFolder))
            : service.Volumes;

    private static YamlMappingNode Volume(PublishedVolume volume) => Yaml.Map(
        ("type", Yaml.Text("volume")),
        ("source", Yaml.Text(volume.Name)),
        ("target", Yaml.Text(volume.Folder)));

    private static (string, YamlNode?) Dependency(PublishedWait wait) =>
        (wait.Service, Yaml.Map(("condition", Yaml.Text(wait.Until switch
        {
            WaitType.WaitUntilHealthy => "service_healthy",
            WaitType.WaitForCompletion => "service_completed_successfully",
            _ => "service_started",
        }))));

    private static YamlMappingNode HealthCheck(PublishedProbe probe) => Yaml.Map(
        ("test", Yaml.Words(["CMD", .. Dockerfile.ProbeCommand(probe)])),
        ("interval", Yaml.Text("30s")),
        ("timeout", Yaml.Text("15s")),
        ("retries", Yaml.Number(3)),
        ("start_period", Yaml.Text("2m")),
        ("start_interval", Yaml.Text("2s")));

    private static YamlMappingNode? Deploy(PublishedService service) => service is { Replicas: 1, Gpus: 0 }
        ? null
        : Yaml.Map(
            ("replicas", service.Replicas == 1 ? null : Yaml.Number(service.Replicas)),
            ("resources", service.Gpus == 0 ? null : Gpus(service.Gpus)));

    private static YamlMappingNode Gpus(int count) =>
        Yaml.Map(("reservations", Yaml.Map(("devices", Yaml.List(Yaml.Map(
            ("driver", Yaml.Text("nvidia")),
            ("count", Yaml.Number(count)),
            ("capabilities", Yaml.Words(["gpu"]))))))));
}
