using WeakToStrong.Servers.Postgres;
using WeakToStrong.Servers.RabbitMq;

namespace WeakToStrong.Servers.Tests;

/// <summary>A process that starts a server, says so, and waits until somebody kills it.</summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        var (server, folder) = (arguments[0], arguments[1]);
        var connectionString = server == "postgres"
            ? (await LocalPostgres.StartAsync(folder, "tracker")).ConnectionString
            : (await LocalRabbitMq.StartAsync(folder)).ConnectionString;
        Console.WriteLine(connectionString);
        await Task.Delay(Timeout.Infinite);
    }
}
