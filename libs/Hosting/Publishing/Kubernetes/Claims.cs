using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>Claims of storage.</summary>
internal static class Claims
{
    public static YamlMappingNode Spec(string accessMode, string size) => Yaml.Map(
        ("accessModes", Yaml.Words([accessMode])),
        ("resources", Yaml.Map(("requests", Yaml.Map(("storage", Yaml.Text(size)))))));
}
