using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Hosting.Publishing;
using WeakToStrong.Hosting.Stopping;
using WeakToStrong.Servers;

namespace WeakToStrong.Hosting;

/// <summary>
/// The app host as a process: what keeps it from running is a line on standard error and an exit code.
/// </summary>
public static class HostProcess
{
    private const int Failed = 1;
    private const int WrongInput = 2;
    private const int MissingPrerequisite = 3;

    /// <summary>For what still ends by itself after the host's orderly stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Builds the application and runs it until it is asked to stop, or writes its manifests where those are wanted. No
    /// process of it is left then.
    /// </summary>
    public static async Task<int> RunAsync(TextWriter error, Func<DistributedApplication> build)
    {
        try
        {
            await using var application = build();
            if (application.Services.GetRequiredService<AppHostOptions>().Manifests is { } target)
                await WriteAsync(application, target, error);
            else
                await application.RunAsync();
            return Environment.ExitCode;
        }
        catch (Exception outer)
        {
            var failure = outer is AggregateException { InnerExceptions: [var inner] } ? inner : outer;
            await error.WriteLineAsync($"w2s: {failure.Message.ReplaceLineEndings(" ")}");
            return CodeOf(failure);
        }
        finally
        {
            await HostProcesses.EndAsync(Patience, TimeProvider.System);
        }
    }

    private static async Task WriteAsync(DistributedApplication application, ManifestTarget target, TextWriter error)
    {
        var names = await Manifests.WriteAsync(application, target.Kind, target.Folder);
        await error.WriteLineAsync($"w2s: wrote {string.Join(", ", names)} in {target.Folder}");
    }

    private static int CodeOf(Exception failure) => failure switch
    {
        WrongOptionException => WrongInput,
        // FileNotFoundException: Aspire's orchestrator or dashboard is not among the restored packages.
        MissingPartException or MissingServerException or FileNotFoundException => MissingPrerequisite,
        _ => Failed,
    };
}
