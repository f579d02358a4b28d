using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>What a pod asks of its node, and how much memory it may take before it is ended.</summary>
internal static class PodResources
{
    public static YamlMappingNode Of(PublishedService service) =>
        service.Project is null ? Of("250m", "512Mi", "2Gi", gpus: 0) : Of("500m", "1Gi", "8Gi", service.Gpus);

    // A processor that is busy slows down, and needs no limit.
    private static YamlMappingNode Of(string processors, string memory, string mostMemory, int gpus) => Yaml.Map(
        ("requests", Yaml.Map(("cpu", Yaml.Text(processors)), ("memory", Yaml.Text(memory)))),
        ("limits", Yaml.Map(
            ("memory", Yaml.Text(mostMemory)), ("nvidia.com/gpu", gpus == 0 ? null : Yaml.Number(gpus)))));
}
