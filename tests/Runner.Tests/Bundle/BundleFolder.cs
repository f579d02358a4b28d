using System.Diagnostics;
using System.Reflection;

namespace WeakToStrong.Runner.Tests.Bundle;

/// <summary>What <c>./w2s bundle</c> makes, made once.</summary>
public sealed class BundleFolder : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("w2s-bundle-");

    public BundleFolder()
    {
        Root = Path.Combine(_parent.FullName, "bundle");
        var (exitCode, error) = RunScript("bundle", "-o", Root);
        Assert.True(exitCode == 0, error);
    }

    public string Root { get; }

    public void Dispose() => _parent.Delete(recursive: true);

    /// <summary>The repository's script.</summary>
    internal static (int ExitCode, string Error) RunScript(params string[] arguments)
    {
        var repository = typeof(BundleFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        using var script = Process.Start(
            new ProcessStartInfo(Path.Combine(repository, "w2s"), arguments) { RedirectStandardError = true })!;
        var error = script.StandardError.ReadToEnd();
        script.WaitForExit();
        return (script.ExitCode, error);
    }
}
