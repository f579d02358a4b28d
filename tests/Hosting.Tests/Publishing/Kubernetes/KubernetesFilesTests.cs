using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Publishing;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Tests.Publishing.Kubernetes;

/// <summary>The objects of Kubernetes, parsed again and held against the model and each other.</summary>
public sealed partial class KubernetesFilesTests : IAsyncLifetime
{
    private static readonly string[] OwnServices = ["tracker", "labeler", "trainer"];
    private static readonly string[] Servers = ["postgres", "rabbitmq"];
    private static readonly string[] Kinds =
        ["v1 Service", "v1 PersistentVolumeClaim", "apps/v1 Deployment", "apps/v1 StatefulSet"];

    private PublishedFolder _folder = null!;
    private YamlMappingNode _kustomization = null!;
    private IReadOnlyList<YamlMappingNode> _objects = null!;

    public async Task InitializeAsync()
    {
        _folder = await PublishedFolder.WriteAsync(ManifestKind.Kubernetes);
        _kustomization = Assert.Single(_folder.Yaml("kustomization.yaml"));
        _objects = [.. _kustomization.At("resources").Words().SelectMany(_folder.Yaml)];
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Kustomization_Always_NamesEveryFileAndTheSecret()
    {
        var files = _folder.Files.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal))
            .Except(["kustomization.yaml"]);

        Assert.Equal(files.Order(StringComparer.Ordinal), _kustomization.At("resources").Words());
        var secret = Assert.Single(_kustomization.At("secretGenerator").Items());
        Assert.Equal(["secrets.env"], secret.At("envs").Words());
        Assert.Equal("true", _kustomization.TextAt("generatorOptions", "disableNameSuffixHash"));
        Assert.Equal(Container("tracker").TextAt("image").Split(':')[0],
            _kustomization.At("images").Items().Single().TextAt("name"));
    }

    [Fact]
    public void Workloads_OfTheModel_AreDeploymentsAndForDataStatefulSets()
    {
        Assert.Equal(
            _folder.ServiceNames.Order(), Workloads().Select(workload => workload.TextAt("metadata", "name")).Order());
        Assert.All(Servers, name => Assert.Equal("StatefulSet", Workload(name).TextAt("kind")));
        Assert.All(OwnServices, name => Assert.Equal("Deployment", Workload(name).TextAt("kind")));
        foreach (var resource in _folder.Services)
            Assert.Equal(
                resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1,
                Workload(resource.Name).NumberAt("spec", "replicas"));
    }

    [Fact]
    public void Objects_Always_HaveValidNamesAndSelectWhatTheyMake()
    {
        Assert.All(_objects, item => Assert.Matches("^[a-z]([-a-z0-9]*[a-z0-9])?$", item.TextAt("metadata", "name")));
        Assert.All(_objects, item => Assert.Contains($"{item.TextAt("apiVersion")} {item.TextAt("kind")}", Kinds));
        foreach (var workload in Workloads())
        {
            var labels = workload.At("spec", "template", "metadata", "labels").Pairs()
                .Select(pair => (pair.Key, pair.Value.Text()));
            var network = Network(workload.TextAt("metadata", "name"));
            Assert.Subset(labels.ToHashSet(), Pairs(workload.At("spec", "selector", "matchLabels")));
            Assert.Subset(labels.ToHashSet(), Pairs(network.At("spec", "selector")));
        }
        Assert.All(Servers, name => Assert.Equal(name, Workload(name).TextAt("spec", "serviceName")));
    }

    [Fact]
    public void Ports_OfTheModel_AreThoseOfContainersAndNetwork()
    {
        foreach (var (name, port) in new[]
        {
            ("postgres", 5432), ("rabbitmq", 5672), ("tracker", 8080), ("labeler", 8080), ("trainer", 8080),
        })
        {
            var inside = Assert.Single(Container(name).At("ports").Items());
            var outside = Assert.Single(Network(name).At("spec", "ports").Items());
            Assert.Equal(port, inside.NumberAt("containerPort"));
            Assert.Equal(port, outside.NumberAt("port"));
            Assert.Equal(inside.TextAt("name"), outside.TextAt("targetPort"));
        }
    }

    [Fact]
    public void Probes_OfEveryContainer_StartReadyAndAlive()
    {
        foreach (var name in OwnServices)
        {
            Assert.Equal(("/health", 8080), Http(name, "startupProbe"));
            Assert.Equal(("/health", 8080), Http(name, "readinessProbe"));
            Assert.Equal(("/alive", 8080), Http(name, "livenessProbe"));
        }
        foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
        {
            Assert.Equal("pg_isready", Container("postgres").At(probe, "exec", "command").Words().First());
            Assert.Equal("rabbitmq-diagnostics", Container("rabbitmq").At(probe, "exec", "command").Words().First());
        }
    }

    [Fact]
    public void Secrets_OfEveryContainer_AreReferencesToKeysThatExist()
    {
        var secret = _kustomization.At("secretGenerator").Items().Single().TextAt("name");
        var keys = _folder.Settings("secrets.env").Keys;
        var references = Workloads().SelectMany(Variables)
            .Select(variable => variable.Find("valueFrom", "secretKeyRef"))
            .OfType<YamlNode>()
            .ToArray();

        Assert.All(references, reference => Assert.Equal(secret, reference.TextAt("name")));
        Assert.Equal(keys.Order(), references.Select(reference => reference.TextAt("key")).Distinct().Order());
        _folder.AssertKeepsSecrets("secrets.env", "W2S_POSTGRES_PASSWORD", "W2S_RABBITMQ_PASSWORD", "W2S_TOKEN");
    }

    /// <summary>The cluster replaces $(NAME) only by variables that stand before.</summary>
    [Fact]
    public void Variables_MadeOfOthers_StandAfterThem()
    {
        foreach (var workload in Workloads())
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var variable in Variables(workload))
            {
                if (variable.Find("value") is { } value)
                {
                    Assert.True(value.IsText(), value.Text());
                    var used = Reference().Matches(value.Text()).Select(match => match.Groups[1].Value);
                    Assert.Subset(known, used.ToHashSet());
                }
                Assert.True(known.Add(variable.TextAt("name")), variable.TextAt("name"));
            }
        }
        Assert.Equal(
            "Host=postgres;Port=5432;Username=postgres;Password=$(W2S_POSTGRES_PASSWORD);Database=tracker",
            Variables(Workload("tracker")).Single(variable => variable.TextAt("name") == "ConnectionStrings__tracker")
                .TextAt("value"));
    }

    [Fact]
    public void Volumes_Mounted_AreClaimed()
    {
        foreach (var name in _folder.ServiceNames)
        {
            var claims = Workload(name).Find("spec", "volumeClaimTemplates").Items()
                .Select(claim => claim.TextAt("metadata", "name"));
            var volumes = Pod(name).Find("volumes").Items().Select(volume => volume.TextAt("name"));
            var mounts = Container(name).At("volumeMounts").Items().Select(mount => mount.TextAt("name"));
            Assert.Equal(claims.Concat(volumes).Order(), mounts.Order());
        }
        var store = _objects.Single(item => item.TextAt("kind") == "PersistentVolumeClaim");
        Assert.Equal(["ReadWriteMany"], store.At("spec", "accessModes").Words());
        Assert.All(OwnServices, name => Assert.Equal(
            store.TextAt("metadata", "name"),
            Pod(name).At("volumes").Items().Single().TextAt("persistentVolumeClaim", "claimName")));
        Assert.All(Servers, name => Assert.Equal(
            ["ReadWriteOnce"],
            Workload(name).At("spec", "volumeClaimTemplates").Items().Single().At("spec", "accessModes").Words()));
    }

    [Fact]
    public void Trainer_Alone_AsksForAGpu()
    {
        Assert.Equal(1, Container("trainer").NumberAt("resources", "limits", "nvidia.com/gpu"));
        Assert.Equal("Recreate", Workload("trainer").TextAt("spec", "strategy", "type"));
        Assert.All(
            _folder.ServiceNames.Except(["trainer"]),
            name => Assert.Null(Container(name).Find("resources", "limits", "nvidia.com/gpu")));
    }

    [Fact]
    public void Pods_Always_RunWithoutPrivilegesAndWithinLimits()
    {
        foreach (var name in _folder.ServiceNames)
        {
            Assert.Equal("true", Pod(name).TextAt("securityContext", "runAsNonRoot"));
            Assert.True(Pod(name).NumberAt("securityContext", "runAsUser") > 0);
            Assert.Equal("RuntimeDefault", Pod(name).TextAt("securityContext", "seccompProfile", "type"));
            Assert.Equal("false", Pod(name).TextAt("automountServiceAccountToken"));
            Assert.Equal("false", Pod(name).TextAt("enableServiceLinks"));
            Assert.Equal("false", Container(name).TextAt("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal(["ALL"], Container(name).At("securityContext", "capabilities", "drop").Words());
            Assert.Equal(["cpu", "memory"], Container(name).At("resources", "requests").Keys());
            Assert.NotNull(Container(name).Find("resources", "limits", "memory"));
        }
    }

    private IEnumerable<YamlMappingNode> Workloads() =>
        _objects.Where(item => item.TextAt("kind") is "Deployment" or "StatefulSet");

    private YamlMappingNode Workload(string name) =>
        Workloads().Single(item => item.TextAt("metadata", "name") == name);

    private YamlMappingNode Network(string name) =>
        _objects.Single(item => item.TextAt("kind") == "Service" && item.TextAt("metadata", "name") == name);

    private YamlNode Pod(string name) => Workload(name).At("spec", "template", "spec");

    private YamlNode Container(string name) => Pod(name).At("containers").Items().Single();

    private (string Path, int Port) Http(string name, string probe)
    {
        var request = Container(name).At(probe, "httpGet");
        return (request.TextAt("path"), request.NumberAt("port"));
    }

    private static IEnumerable<YamlNode> Variables(YamlNode workload) =>
        workload.At("spec", "template", "spec", "containers").Items()
            .SelectMany(container => container.At("env").Items());

    private static HashSet<(string, string)> Pairs(YamlNode node) =>
        [.. node.Pairs().Select(pair => (pair.Key, pair.Value.Text()))];

    [GeneratedRegex(@"(?<!\$)\$\(([A-Za-z0-9_]+)\)")]
    private static partial Regex Reference();
}
