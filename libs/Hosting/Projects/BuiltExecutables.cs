using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Projects;

/// <summary>
/// Projects are started as what the build made of them. Aspire would start each by <c>dotnet run</c>: seconds of a
/// processor, and one process more that has to pass on signals.
/// </summary>
internal static class BuiltExecutables
{
    private const string AssemblyPrefix = "WeakToStrong.";

    /// <summary>Makes every project of the model start its executable.</summary>
    public static void StartBuiltExecutables(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsRunMode)
            builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
            {
                foreach (var project in start.Model.GetProjectResources())
                {
                    project.Annotations.Add(Executable(project.GetProjectMetadata().ProjectPath));
                    project.Annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
                }
                return Task.CompletedTask;
            });
    }

    /// <summary>Where the build puts a project's executable: beside this host's own folder.</summary>
    public static string Locate(string project, string? executable = null)
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.GetFullPath(Path.Combine(
            own.FullName, "..", "..", project, own.Name, executable ?? AssemblyPrefix + project));
        return File.Exists(path)
            ? path
            : throw new MissingPartException($"{path} is missing; './w2s up' builds it, or 'dotnet build AppHost'");
    }

    private static ExecutableAnnotation Executable(string projectPath) => new()
    {
        Command = Locate(Path.GetFileNameWithoutExtension(projectPath)),
        WorkingDirectory = Path.GetDirectoryName(projectPath)!,
    };
}
