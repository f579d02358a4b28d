using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>One pod of a service.</summary>
internal static class PodSpec
{
    /// <summary>The user of PostgreSQL's and RabbitMQ's images.</summary>
    private const int ServerUser = 999;

    private const string SharedMemory = "shared-memory";

    public static YamlMappingNode Of(PublishedService service) => Yaml.Map(
        ("automountServiceAccountToken", Yaml.Flag(false)),
        // Variables for every service of the namespace, which servers would take for settings of theirs.
        ("enableServiceLinks", Yaml.Flag(false)),
        ("terminationGracePeriodSeconds", Yaml.Number(30)),
        ("securityContext", SecurityContext(service.Project is null ? ServerUser : Dockerfile.User)),
        ("containers", Yaml.List(Container(service))),
        ("volumes", Yaml.ListOrNone(Volumes(service))));

    private static YamlMappingNode SecurityContext(int user) => Yaml.Map(
        ("runAsNonRoot", Yaml.Flag(true)),
        ("runAsUser", Yaml.Number(user)),
        ("runAsGroup", Yaml.Number(user)),
        ("fsGroup", Yaml.Number(user)),
        // Erlang refuses a cookie that others may read, which a change at every mount would make of it.
        ("fsGroupChangePolicy", Yaml.Text("OnRootMismatch")),
        ("seccompProfile", Yaml.Map(("type", Yaml.Text("RuntimeDefault")))));

    private static YamlMappingNode Container(PublishedService service) => Yaml.Map(
        ("name", Yaml.Text(service.Name)),
        ("image", Yaml.Text(service.Image)),
        ("command", service.Project is { } project ? Yaml.Words(["dotnet", project.Program]) : null),
        ("env", Yaml.ListOrNone(PodEnvironment.Of(service))),
        ("ports", Yaml.ListOrNone(service.Endpoints.Select(endpoint => Yaml.Map(
            ("name", Yaml.Text(endpoint.Name)),
            ("containerPort", Yaml.Number(endpoint.Port)),
            ("protocol", Yaml.Text("TCP")))))),
        ("startupProbe", service.Ready is null ? null : PodProbe.Startup(service.Ready)),
        ("readinessProbe", service.Ready is null ? null : PodProbe.Readiness(service.Ready)),
        ("livenessProbe", service.Alive is null ? null : PodProbe.Liveness(service.Alive)),
        ("resources", PodResources.Of(service)),
        ("securityContext", Yaml.Map(
            ("allowPrivilegeEscalation", Yaml.Flag(false)),
            ("capabilities", Yaml.Map(("drop", Yaml.Words(["ALL"])))))),
        ("volumeMounts", Yaml.ListOrNone(Mounts(service))));

    private static IEnumerable<YamlNode> Mounts(PublishedService service)
    {
        foreach (var volume in service.Volumes)
            yield return Mount(volume.Name, volume.Folder);
        if (service.UsesStore)
            yield return Mount(PublishedApplication.StoreVolume, PublishingAnnotations.StoreFolder);
        if (service.SharedMegabytes > 0)
            yield return Mount(SharedMemory, "/dev/shm");
    }

    private static IEnumerable<YamlNode> Volumes(PublishedService service)
    {
        if (service.UsesStore)
            yield return Yaml.Map(
                ("name", Yaml.Text(PublishedApplication.StoreVolume)),
                ("persistentVolumeClaim", Yaml.Map(("claimName", Yaml.Text(PublishedApplication.StoreVolume)))));
        if (service.SharedMegabytes > 0)
            yield return Yaml.Map(
                ("name", Yaml.Text(SharedMemory)),
                ("emptyDir", Yaml.Map(
                    ("medium", Yaml.Text("Memory")), ("sizeLimit", Yaml.Text($"{service.SharedMegabytes}Mi")))));
    }

    private static YamlMappingNode Mount(string name, string folder) =>
        Yaml.Map(("name", Yaml.Text(name)), ("mountPath", Yaml.Text(folder)));
}
