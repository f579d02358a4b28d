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
            await host.RunAsync();
            return Done;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.Message.ReplaceLineEndings(" "));
            return ExitCodeOf(exception);
        }
    }

    private static int ExitCodeOf(Exception exception) => exception switch
    {
        MissingSettingException or MissingPrerequisiteException => MissingPrerequisite,
        InvalidSettingException => InvalidInput,
        _ => Error,
    };
}
