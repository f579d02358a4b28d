using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>
/// A container's variables. One that holds a secret among other text is made of a variable before it, which holds the
/// secret alone; so no manifest has a secret's value.
/// </summary>
internal static class PodEnvironment
{
    private const string PodName = "POD_NAME";

    public static IEnumerable<YamlNode> Of(PublishedService service) =>
        PartSettings(service).Select(setting => Secret(setting.Name, setting))
            .Concat(service.Environment.Select(Variable))
            .Concat(service.Project is null ? [] : Identity(service));

    private static IEnumerable<PublishedSetting> PartSettings(PublishedService service) =>
        service.Environment
            .Where(variable => variable.Value.Parts is not [SettingPart])
            .SelectMany(variable => variable.Value.Settings)
            .DistinctBy(setting => setting.Name);

    private static YamlMappingNode Variable(KeyValuePair<string, PublishedValue> variable) =>
        variable.Value.Parts is [SettingPart alone]
            ? Secret(variable.Key, alone.Setting)
            : Text(variable.Key, variable.Value.Text(Escaped, setting => $"$({setting.Name})"));

    private static string Escaped(string text) => text.Replace("$(", "$$(", StringComparison.Ordinal);

    /// <summary>
    /// Workers name themselves by this: after a restart in the same pod, the tracker knows whose steps are lost.
    /// </summary>
    private static IEnumerable<YamlNode> Identity(PublishedService service) =>
    [
        Yaml.Map(
            ("name", Yaml.Text(PodName)),
            ("valueFrom", Yaml.Map(("fieldRef", Yaml.Map(("fieldPath", Yaml.Text("metadata.name"))))))),
        Text("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id=$({PodName})"),
        Text("OTEL_SERVICE_NAME", service.Name),
    ];

    private static YamlMappingNode Secret(string name, PublishedSetting setting) => Yaml.Map(
        ("name", Yaml.Text(name)),
        ("valueFrom", Yaml.Map(("secretKeyRef", Yaml.Map(
            ("name", Yaml.Text(KubernetesFiles.SecretName)), ("key", Yaml.Text(setting.Name)))))));

    private static YamlMappingNode Text(string name, string value) =>
        Yaml.Map(("name", Yaml.Text(name)), ("value", Yaml.Text(value)));
}
