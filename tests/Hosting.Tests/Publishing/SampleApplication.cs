using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Backing;
using WeakToStrong.Hosting.Publishing;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Publishing;

/// <summary>An application as the app host has it, in publish mode.</summary>
internal static class SampleApplication
{
    public const int TrackerPort = 5080;

    /// <summary>Absolute path of the folder that holds the solution.</summary>
    public static string Repository { get; } = typeof(SampleApplication).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static DistributedApplication Build(TestApplication test, params (string Key, string Value)[] settings) =>
        Compose(test.ToPublish(settings)).Build();

    public static IDistributedApplicationBuilder Compose(IDistributedApplicationBuilder builder)
    {
        var postgres = builder.AddPostgresServer("postgres", "tracker");
        var rabbitMq = builder.AddRabbitMQServer("rabbitmq");
        var token = builder.AddParameter(
            "token", new GenerateParameterDefault { MinLength = 40, Special = false }, secret: true);

        var tracker = AddService(builder, "tracker", "Tracker")
            .WithReference(postgres, connectionName: "tracker").WaitFor(postgres)
            .WithReference(rabbitMq).WaitFor(rabbitMq)
            .WithHttpEndpoint(TrackerPort)
            .WithExternalHttpEndpoints()
            .WithEnvironment("Tracker__Token", token);
        AddService(builder, "labeler", "Labeler")
            .WithReference(rabbitMq).WaitFor(tracker).WithHttpEndpoint();
        AddService(builder, "trainer", "Trainer")
            .WithReference(rabbitMq).WaitFor(tracker).WithHttpEndpoint()
            .WithReplicas(2)
            .WithGpus();
        return builder;
    }

    private static IResourceBuilder<ProjectResource> AddService(
        IDistributedApplicationBuilder builder, string name, string project) =>
        builder.AddProject(name, Path.Combine(Repository, "services", name, $"{project}.csproj"))
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithStore("unused");
}
