using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Publishing;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Tests.Publishing.Compose;

/// <summary>The compose file, parsed again and held against the model and the specification's rules.</summary>
public sealed partial class ComposeFileTests : IAsyncLifetime
{
    private static readonly string[] OwnServices = ["tracker", "labeler", "trainer"];

    private PublishedFolder _folder = null!;
    private YamlMappingNode _file = null!;

    public async Task InitializeAsync()
    {
        _folder = await PublishedFolder.WriteAsync(ManifestKind.Compose);
        _file = Assert.Single(_folder.Yaml("compose.yaml"));
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Services_OfTheModel_AreAllThereWithTheirImages()
    {
        Assert.Equal(_folder.ServiceNames, _file.At("services").Keys());
        Assert.Equal("docker.io/library/postgres:18.3", Service("postgres").TextAt("image"));
        Assert.Equal("docker.io/library/rabbitmq:4.3", Service("rabbitmq").TextAt("image"));
        foreach (var name in OwnServices)
        {
            Assert.Matches(@"^weak-to-strong:\d+\.\d+\.\d+$", Service(name).TextAt("image"));
            Assert.Equal(".", Service(name).TextAt("build", "context"));
            Assert.Equal("build", Service(name).TextAt("pull_policy"));
            Assert.StartsWith($"/app/{name}/", Service(name).At("command").Words().Last(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Waits_OfTheModel_AreGatedByHealthChecksThatExist()
    {
        var waits = from resource in _folder.Services
                    from wait in resource.Annotations.OfType<WaitAnnotation>()
                    let child = wait.Resource as IResourceWithParent
                    select (resource.Name, Needed: (child?.Parent ?? wait.Resource).Name);
        var written = from service in _file.At("services").Pairs()
                      from needed in service.Value.Find("depends_on").Pairs()
                      select (service.Key, needed.Key);

        Assert.Equal(waits.Distinct().Order(), written.Order());
        foreach (var (_, service) in _file.At("services").Pairs())
            foreach (var (needed, dependency) in service.Find("depends_on").Pairs())
            {
                Assert.Equal("service_healthy", dependency.TextAt("condition"));
                Assert.NotEmpty(Service(needed).At("healthcheck", "test").Words().Skip(1));
            }
    }

    [Fact]
    public void HealthChecks_OfEveryService_AskWhatItIsFor()
    {
        Assert.Contains("pg_isready", HealthCheck("postgres"));
        Assert.Contains("rabbitmq-diagnostics", HealthCheck("rabbitmq"));
        foreach (var name in OwnServices)
            Assert.EndsWith("http://127.0.0.1:8080/health", HealthCheck(name), StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_OfTheModel_AreReachableFromThisMachineAlone()
    {
        var port = Assert.Single(Service("tracker").At("ports").Items());

        Assert.Equal("127.0.0.1", port.TextAt("host_ip"));
        Assert.Equal($"{SampleApplication.TrackerPort}", port.TextAt("published"));
        Assert.Equal(8080, port.NumberAt("target"));
        Assert.Equal("8080", Service("tracker").TextAt("environment", "HTTP_PORTS"));
        Assert.All(
            _file.At("services").Pairs().Where(service => service.Key != "tracker"),
            service => Assert.Null(service.Value.Find("ports")));
    }

    [Fact]
    public void Variables_InTheFile_AreAllInTheSettingsAndNoSecretIs()
    {
        var used = Variable().Matches(_folder.Read("compose.yaml")).Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal(used.Order(), _folder.Settings(".env").Keys.Order());
        _folder.AssertKeepsSecrets(".env", "W2S_POSTGRES_PASSWORD", "W2S_RABBITMQ_PASSWORD", "W2S_TOKEN");
    }

    [Fact]
    public void ConnectionStrings_OfServices_NameServicesPortsAndPasswords()
    {
        Assert.Equal(
            "Host=postgres;Port=5432;Username=postgres;" +
            "Password=${W2S_POSTGRES_PASSWORD:?set it in .env};Database=tracker",
            Service("tracker").TextAt("environment", "ConnectionStrings__tracker"));
        foreach (var name in OwnServices)
            Assert.Equal(
                "amqp://guest:${W2S_RABBITMQ_PASSWORD:?set it in .env}@rabbitmq:5672",
                Service(name).TextAt("environment", "ConnectionStrings__rabbitmq"));
        Assert.Equal("tracker", Service("postgres").TextAt("environment", "POSTGRES_DB"));
        Assert.Equal(
            "${W2S_POSTGRES_PASSWORD:?set it in .env}", Service("postgres").TextAt("environment", "POSTGRES_PASSWORD"));
    }

    [Fact]
    public void Volumes_OfDataAndStore_AreNamedAndMounted()
    {
        Assert.Equal(["postgres-data", "rabbitmq-data", "store"], _file.At("volumes").Keys());
        Assert.Equal(["postgres-data"], Volumes("postgres"));
        Assert.Equal(["rabbitmq-data"], Volumes("rabbitmq"));
        foreach (var name in OwnServices)
        {
            Assert.Equal(["store"], Volumes(name));
            Assert.Equal(
                Service(name).TextAt("environment", "Store"),
                Service(name).At("volumes").Items().Single().TextAt("target"));
        }
    }

    [Fact]
    public void Trainer_OfTheModel_HasItsReplicasAndGpus()
    {
        var deploy = Service("trainer").At("deploy");
        var device = Assert.Single(deploy.At("resources", "reservations", "devices").Items());

        Assert.Equal(2, deploy.NumberAt("replicas"));
        Assert.Equal(("nvidia", 1), (device.TextAt("driver"), device.NumberAt("count")));
        Assert.Equal(["gpu"], device.At("capabilities").Words());
        Assert.Null(Service("labeler").Find("deploy"));
    }

    /// <summary>What the compose specification allows, as far as this file goes.</summary>
    [Fact]
    public void File_Always_KeepsTheSpecificationsRules()
    {
        Assert.Equal(["name", "services", "volumes"], _file.Keys());
        Assert.Matches("^[a-z0-9][a-z0-9_-]*$", _file.TextAt("name"));
        foreach (var (name, service) in _file.At("services").Pairs())
        {
            Assert.Matches("^[a-zA-Z0-9._-]+$", name);
            Assert.Subset(ServiceKeys, service.Keys().ToHashSet());
            foreach (var (variable, value) in service.At("environment").Pairs())
                Assert.True(value.IsText(), variable);
            Assert.Subset(HealthKeys, service.At("healthcheck").Keys().ToHashSet());
            Assert.Equal("CMD", service.At("healthcheck", "test").Words().First());
            foreach (var key in new[] { "interval", "timeout", "start_period", "start_interval" })
                Assert.Matches(@"^\d+(s|m)$", service.TextAt("healthcheck", key));
            Assert.Subset(
                _file.At("volumes").Keys().ToHashSet(), service.Find("volumes").Items().Select(Source).ToHashSet());
        }
    }

    [Fact]
    public async Task WriteAsync_WithTwoTrackers_GivesEachAPortOfTheMachine()
    {
        using var test = new Support.TestApplication();
        var builder = SampleApplication.Compose(test.ToPublish());
        builder.Resources.Single(resource => resource.Name == "tracker").Annotations.Add(new ReplicaAnnotation(2));
        await using var application = builder.Build();
        await Manifests.WriteAsync(application, ManifestKind.Compose, test.Store);

        Assert.Contains("published: \"5080-5081\"", File.ReadAllText(Path.Combine(test.Store, "compose.yaml")),
            StringComparison.Ordinal);
    }

    private static HashSet<string> ServiceKeys { get; } =
    [
        "image", "build", "pull_policy", "command", "hostname", "restart", "init", "cap_drop", "security_opt",
        "shm_size", "stop_grace_period", "environment", "ports", "volumes", "depends_on", "healthcheck", "deploy",
    ];

    private static HashSet<string> HealthKeys { get; } =
        ["test", "interval", "timeout", "retries", "start_period", "start_interval"];

    private YamlNode Service(string name) => _file.At("services", name);

    private string HealthCheck(string name) => string.Join(' ', Service(name).At("healthcheck", "test").Words());

    private IEnumerable<string> Volumes(string name) => Service(name).At("volumes").Items().Select(Source);

    private static string Source(YamlNode volume) => volume.TextAt("source");

    [GeneratedRegex(@"\$\{([A-Z0-9_]+)[:}]")]
    private static partial Regex Variable();
}
