using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>Reads Aspire's model, and refuses what could not work.</summary>
internal static class ApplicationReader
{
    private const string RepositoryMark = "WeakToStrong.sln";

    public static async Task<PublishedApplication> ReadAsync(
        DistributedApplicationModel model, DistributedApplicationExecutionContext execution, CancellationToken stop)
    {
        var source = SourceFolder(model);
        var reader = new ServiceReader(execution, source, $"{PublishedApplication.Name}:{Version()}");
        var services = new List<PublishedService>();
        foreach (var resource in model.Resources.Where(ServiceReader.IsService))
            services.Add(await reader.ReadAsync(resource, stop));
        foreach (var service in services)
            RequireThatWaitsCanEnd(service, services);
        return new PublishedApplication { Services = services, SourceFolder = source };
    }

    private static void RequireThatWaitsCanEnd(PublishedService service, IReadOnlyList<PublishedService> services)
    {
        foreach (var wait in service.Waits.Where(wait => wait.Until == WaitType.WaitUntilHealthy))
            if (services.Single(other => other.Name == wait.Service).Ready is null)
                throw new NotSupportedException(
                    $"{service.Name} waits until {wait.Service} is healthy, and nothing says how to ask " +
                    wait.Service);
    }

    /// <summary>The repository around the projects; the image is made of it.</summary>
    private static string SourceFolder(DistributedApplicationModel model)
    {
        var project = model.GetProjectResources().FirstOrDefault()
            ?? throw new NotSupportedException("an application without projects has nothing to publish");
        var folder = new FileInfo(project.GetProjectMetadata().ProjectPath).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, RepositoryMark)))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new NotSupportedException($"no folder above {project.Name}'s project holds {RepositoryMark}");
    }

    private static string Version() =>
        typeof(ApplicationReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
