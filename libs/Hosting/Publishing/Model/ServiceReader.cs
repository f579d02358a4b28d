using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>Reads one resource of Aspire's model.</summary>
internal sealed class ServiceReader(
    DistributedApplicationExecutionContext execution, string sourceFolder, string ownImage)
{
    /// <summary>
    /// Where a service of ours listens in its container; no user but root may take the ports below 1024.
    /// </summary>
    private const int OwnPort = 8080;

    /// <summary>
    /// Aspire would have services believe whoever says on whose behalf he asks. Nothing stands before these; who puts a
    /// proxy there decides.
    /// </summary>
    private const string ForwardedHeaders = "ASPNETCORE_FORWARDEDHEADERS_ENABLED";

    private const string DatabaseVariable = "POSTGRES_DB";

    /// <summary>PostgreSQL's processes share what they work on in parallel.</summary>
    private const int PostgresSharedMegabytes = 256;

    /// <summary>Whether the resource runs as containers.</summary>
    public static bool IsService(IResource resource) => resource is ProjectResource or ContainerResource;

    /// <summary>The service that a resource is or belongs to, as a database belongs to its server; or null.</summary>
    public static IResource? ServiceOf(IResource resource) =>
        IsService(resource) ? resource
            : resource is IResourceWithParent child ? ServiceOf(child.Parent)
            : null;

    public static int ContainerPort(IResource resource, EndpointAnnotation endpoint) =>
        endpoint.TargetPort ?? (resource is ProjectResource ? OwnPort : endpoint.Port)
            ?? throw new NotSupportedException($"nothing says at which port {resource.Name} listens");

    public async Task<PublishedService> ReadAsync(IResource resource, CancellationToken stop)
    {
        var endpoints = Endpoints(resource);
        return new PublishedService
        {
            Name = resource.Name,
            Image = Image(resource),
            Project = Project(resource),
            Endpoints = endpoints,
            Environment = await EnvironmentAsync(resource, stop),
            Volumes = Volumes(resource),
            UsesStore = resource.Annotations.OfType<StoreAnnotation>().Any(),
            Waits = Waits(resource),
            Replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1,
            Gpus = resource.Annotations.OfType<GpuAnnotation>().LastOrDefault()?.Count ?? 0,
            SharedMegabytes = resource is PostgresServerResource ? PostgresSharedMegabytes : 0,
            Ready = Probes.Ready(resource, endpoints),
            Alive = Probes.Alive(resource, endpoints),
        };
    }

    private string Image(IResource resource) =>
        resource is ProjectResource ? ownImage
            : resource.TryGetContainerImageName(out var image) ? image
            : throw new NotSupportedException($"{resource.Name} has no image");

    private PublishedProject? Project(IResource resource) => resource is ProjectResource project
        ? new PublishedProject(Path.GetRelativePath(sourceFolder, project.GetProjectMetadata().ProjectPath))
        : null;

    private static PublishedEndpoint[] Endpoints(IResource resource)
    {
        PublishedEndpoint[] endpoints =
        [
            .. from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
               let port = ContainerPort(resource, endpoint)
               let hostPort = endpoint.IsExternal ? endpoint.Port ?? port : (int?)null
               orderby endpoint.Name
               select new PublishedEndpoint(endpoint.Name, endpoint.UriScheme, port, hostPort),
        ];
        return endpoints.DistinctBy(endpoint => endpoint.Port).Count() == endpoints.Length
            ? endpoints
            : throw new NotSupportedException($"{resource.Name} has two endpoints at the same port");
    }

    private async Task<IReadOnlyList<KeyValuePair<string, PublishedValue>>> EnvironmentAsync(
        IResource resource, CancellationToken stop)
    {
        var context = new EnvironmentCallbackContext(execution, resource, cancellationToken: stop);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
            await annotation.Callback(context);
        context.EnvironmentVariables.Remove(ForwardedHeaders);
        // On this machine it is the app host that makes databases; in a container, the image does.
        if (resource is PostgresServerResource { Databases.Count: > 0 } server)
            context.EnvironmentVariables[DatabaseVariable] = server.Databases.Values.Single();
        return
        [
            .. context.EnvironmentVariables
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => KeyValuePair.Create(variable.Key, ValueReader.Read(variable.Value))),
        ];
    }

    private static IReadOnlyList<PublishedVolume> Volumes(IResource resource) =>
    [
        .. resource.Annotations.OfType<ContainerMountAnnotation>().Select(mount =>
            mount is { Type: ContainerMountType.Volume, Source: { } name }
                ? new PublishedVolume(name, mount.Target)
                : throw new NotSupportedException($"{resource.Name} mounts a folder of this machine")),
    ];

    private static IReadOnlyList<PublishedWait> Waits(IResource resource) =>
    [
        .. (from wait in resource.Annotations.OfType<WaitAnnotation>()
            let service = ServiceOf(wait.Resource)
            where service is not null
            select new PublishedWait(service.Name, wait.WaitType)).Distinct(),
    ];
}
