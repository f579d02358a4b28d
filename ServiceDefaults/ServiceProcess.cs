using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WeakToStrong.ServiceDefaults;

/// <summary>A service as a process: what keeps it from running is a line on standard error and an exit code.</summary>
public static class ServiceProcess
{
    private const int Done = 0;
    private const int Error = 1;
    private const int InvalidInput = 2;
    private const int MissingPrerequisite = 3;

    /// <summary>Builds the host and runs it until it is asked to stop.</summary>
    public static async Task<int> RunAsync(Func<IHost> build)
    {
        try
        {
            using var host = build();
            var background = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            await host.RunAsync();
            return await EndAsync(background.Select(service => service.ExecuteTask?.Exception?.GetBaseException())
                .FirstOrDefault(exception => exception is not null));
        }
        catch (Exception exception)
        {
            return await EndAsync(exception);
        }
    }

    // A host whose background service failed stops as if it had been asked to.
    private static async Task<int> EndAsync(Exception? exception)
    {
        if (exception is null)
            return Done;
        await Console.Error.WriteLineAsync(exception.Message.ReplaceLineEndings(" "));
        return ExitCodeOf(exception);
    }

    private static int ExitCodeOf(Exception exception) => exception switch
    {
        MissingSettingException or MissingPrerequisiteException => MissingPrerequisite,
        InvalidSettingException => InvalidInput,
        _ => Error,
    };
}
