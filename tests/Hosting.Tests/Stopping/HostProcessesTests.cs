using System.Diagnostics;
using WeakToStrong.Hosting.Stopping;

namespace WeakToStrong.Hosting.Tests.Stopping;

public sealed class HostProcessesTests
{
    private const string Host = "the host of this test";

    [Fact]
    public async Task End_OfProcessesThatStay_KillsThemAndTheirChildren()
    {
        var info = new ProcessStartInfo("sh", ["-c", "trap '' TERM; sleep 1000 & echo $!; wait"])
        {
            RedirectStandardOutput = true,
        };
        info.Environment[HostProcesses.Variable] = Host;
        using var shell = Process.Start(info)!;
        var child = int.Parse((await shell.StandardOutput.ReadLineAsync())!, provider: null);

        await HostProcesses.EndAsync(Host, TimeSpan.FromMilliseconds(100), TimeProvider.System);

        Assert.True(shell.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.False(IsAlive(child));
    }

    private static bool IsAlive(int id) =>
        File.Exists($"/proc/{id}/stat")
            && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
}
