using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Publishing.Output;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Kubernetes;

/// <summary>The application as objects of Kubernetes: a file for each service, one for what they share.</summary>
internal static class KubernetesFiles
{
    /// <summary>The file that Kustomize makes the secret of.</summary>
    public const string SettingsName = "secrets.env";

    /// <summary>The secret that pods refer to.</summary>
    public const string SecretName = PublishedApplication.Name;

    private const string KustomizationName = "kustomization.yaml";
    private const string StoreName = "store.yaml";
    private const string StoreSize = "100Gi";

    private static readonly string[] KustomizationComment =
    [
        "Apply with 'kubectl apply --kustomize .' in this folder, into the namespace of your choice.",
        $"The secret is made of {SettingsName} beside this file. Push the image (see Dockerfile) to a registry of",
        "yours and name it below: add 'newName: REGISTRY/weak-to-strong'.",
    ];

    private static readonly string[] StoreComment =
    [
        "All services share the artifact store, on whatever nodes they run: its storage class has to offer",
        "ReadWriteMany, such as NFS or CephFS. Name one by 'storageClassName' where the cluster's default does not.",
    ];

    private static readonly string[] ServiceComment =
    [
        "No start waits for another: services try again until their broker and database answer, and are ready only",
        "then. Requests and limits are a beginning: fit them to your models and nodes.",
    ];

    public static Dictionary<string, string> Write(PublishedApplication application)
    {
        var files = application.Services.ToDictionary(
            service => $"{service.Name}.yaml",
            service => File(ServiceComment, WorkloadObjects.Of(service)));
        if (application.UsesStore)
            files[StoreName] = File(StoreComment, [Store()]);
        files[KustomizationName] = File(KustomizationComment, [Kustomization(application, files.Keys)]);
        return files;
    }

    private static string File(string[] comment, IEnumerable<YamlNode> objects) =>
        Yaml.Write([ManifestFolder.Mark, .. comment], objects);

    private static YamlMappingNode Kustomization(PublishedApplication application, IEnumerable<string> files)
    {
        var image = application.Services.First(service => service.Project is not null).Image.Split(':');
        return Yaml.Map(
            ("apiVersion", Yaml.Text("kustomize.config.k8s.io/v1beta1")),
            ("kind", Yaml.Text("Kustomization")),
            ("resources", Yaml.Words(files.Order(StringComparer.Ordinal))),
            ("secretGenerator", application.Settings.Count == 0 ? null : Yaml.List(Yaml.Map(
                ("name", Yaml.Text(SecretName)),
                ("envs", Yaml.Words([SettingsName]))))),
            // Pods refer to the secret by this name, with or without Kustomize.
            ("generatorOptions", Yaml.Map(("disableNameSuffixHash", Yaml.Flag(true)))),
            ("images", Yaml.List(Yaml.Map(("name", Yaml.Text(image[0])), ("newTag", Yaml.Text(image[1]))))));
    }

    private static YamlMappingNode Store() => WorkloadObjects.Object(
        "v1", "PersistentVolumeClaim", PublishedApplication.StoreVolume, Claims.Spec("ReadWriteMany", StoreSize));
}
