using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>The objects of one service: its name in the network, and what keeps its pods running.</summary>
internal static class WorkloadObjects
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const string PartLabel = "app.kubernetes.io/part-of";
    private const string DataSize = "20Gi";

    public static IEnumerable<YamlNode> Of(PublishedService service)
    {
        if (service.Endpoints.Count > 0)
            yield return Object("v1", "Service", service.Name, Network(service));
        yield return service.Volumes.Count > 0
            ? Object("apps/v1", "StatefulSet", service.Name, StatefulSet(service))
            : Object("apps/v1", "Deployment", service.Name, Deployment(service));
    }

    public static YamlMappingNode Object(string version, string kind, string name, YamlMappingNode spec) => Yaml.Map(
        ("apiVersion", Yaml.Text(version)),
        ("kind", Yaml.Text(kind)),
        ("metadata", Yaml.Map(("name", Yaml.Text(name)), ("labels", Labels(name)))),
        ("spec", spec));

    private static YamlMappingNode Labels(string name) => Yaml.Map(
        (NameLabel, Yaml.Text(name)), (PartLabel, Yaml.Text(PublishedApplication.Name)));

    private static YamlMappingNode Selector(PublishedService service) =>
        Yaml.Map((NameLabel, Yaml.Text(service.Name)));

    private static YamlMappingNode Network(PublishedService service) => Yaml.Map(
        // A server has one address, that of its pod, which stays the same.
        ("clusterIP", service.Volumes.Count > 0 ? Yaml.Text("None") : null),
        ("selector", Selector(service)),
        ("ports", Yaml.List(service.Endpoints.Select(endpoint => Yaml.Map(
            ("name", Yaml.Text(endpoint.Name)),
            ("port", Yaml.Number(endpoint.Port)),
            ("targetPort", Yaml.Text(endpoint.Name)),
            ("protocol", Yaml.Text("TCP")))))));

    private static YamlMappingNode Deployment(PublishedService service) => Yaml.Map(
        ("replicas", Yaml.Number(service.Replicas)),
        ("selector", Yaml.Map(("matchLabels", Selector(service)))),
        // A new pod gets its GPU only when the old one has given it back.
        ("strategy", service.Gpus > 0 ? Yaml.Map(("type", Yaml.Text("Recreate"))) : null),
        ("template", Template(service)));

    private static YamlMappingNode StatefulSet(PublishedService service) => Yaml.Map(
        ("serviceName", Yaml.Text(service.Name)),
        ("replicas", Yaml.Number(service.Replicas)),
        ("selector", Yaml.Map(("matchLabels", Selector(service)))),
        ("template", Template(service)),
        ("volumeClaimTemplates", Yaml.List(service.Volumes.Select(volume => Yaml.Map(
            ("metadata", Yaml.Map(("name", Yaml.Text(volume.Name)))),
            ("spec", Claims.Spec("ReadWriteOnce", DataSize)))))));

    private static YamlMappingNode Template(PublishedService service) => Yaml.Map(
        ("metadata", Yaml.Map(("labels", Labels(service.Name)))),
        ("spec", PodSpec.Of(service)));
}
