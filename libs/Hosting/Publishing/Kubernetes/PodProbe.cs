using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>When and how often the cluster asks a container how it is.</summary>
internal static class PodProbe
{
    /// <summary>RabbitMQ's questions start a program of seconds.</summary>
    private const int Timeout = 15;

    /// <summary>Asked often and for five minutes: a server may recover, a service may wait for one.</summary>
    public static YamlMappingNode Startup(PublishedProbe probe) => Of(probe, period: 5, failures: 60);

    public static YamlMappingNode Readiness(PublishedProbe probe) => Of(probe, period: 15, failures: 2);

    /// <summary>Slow to act, since what it does is kill.</summary>
    public static YamlMappingNode Liveness(PublishedProbe probe) => Of(probe, period: 30, failures: 4);

    private static YamlMappingNode Of(PublishedProbe probe, int period, int failures) => Yaml.Map(
        ("httpGet", probe is HttpProbe http
            ? Yaml.Map(("path", Yaml.Text(http.Path)), ("port", Yaml.Number(http.Port)))
            : null),
        ("exec", probe is CommandProbe command ? Yaml.Map(("command", Yaml.Words(command.Command))) : null),
        ("periodSeconds", Yaml.Number(period)),
        ("timeoutSeconds", Yaml.Number(Timeout)),
        ("failureThreshold", Yaml.Number(failures)));
}
