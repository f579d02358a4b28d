using System.Diagnostics;

namespace WeakToStrong.Servers.Tests.Support;

/// <summary>Another process that has started a server with this library; see Program.cs.</summary>
internal sealed class Holder : IDisposable
{
    private readonly Process _process;

    private Holder(Process process, string connectionString) =>
        (_process, ConnectionString) = (process, connectionString);

    public string ConnectionString { get; }

    public static async Task<Holder> StartAsync(string server, string folder)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(Holder).Assembly.Location, server, folder])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(info)!;
        var line = await process.StandardOutput.ReadLineAsync();
        return new Holder(process, Assert.IsType<string>(line));
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
