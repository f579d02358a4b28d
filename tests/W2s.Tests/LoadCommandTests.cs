using System.Diagnostics;
using System.Globalization;

namespace WeakToStrong.W2s.Tests;

public sealed class LoadCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BenchLoad_Interrupted_LeavesNoServerAndNoFolder()
    {
        var environment = new Dictionary<string, string> { ["TMPDIR"] = _folder.Path };
        using var process = CommandLineProcess.Start(
            null, environment, "bench", "load", "--runs", "10", "--series", "1", "--points", "1");
        using var patience = new CancellationTokenSource(Patience);
        var error = "";
        while (!error.Contains("filled", StringComparison.Ordinal))
            error += await process.StandardError.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"it ended too early: {error}");

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var result = await CommandLineProcess.EndAsync(process);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(Directory.GetDirectories(_folder.Path, "w2s-load-*"));
    }
}
