using System.ComponentModel;
using System.Diagnostics;
using WeakToStrong.Servers.Programs;

namespace WeakToStrong.W2s.Doctor;

/// <summary>What the mode with servers and the dashboard's tools use; experiments run here without any of it.</summary>
internal static class Servers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken stop) =>
    [
        await ProgramAsync("postgres", PostgresProgram.Find(), ["--version"], "apt-get install postgresql", stop),
        Rabbit(),
        await ProgramAsync("node", OnPath("node"), ["--version"], "apt-get install nodejs", stop),
        await ContainerEngineAsync(stop),
    ];

    private static async Task<Finding> ProgramAsync(
        string name, string? path, string[] arguments, string advice, CancellationToken stop)
    {
        if (path is null)
            return new Finding(name, FindingState.Absent, $"not found; {advice}");
        var answer = await AnswerAsync(path, arguments, stop);
        return new Finding(name, FindingState.Found, answer is null ? path : $"{path}, {answer}");
    }

    // Asking it for its version starts an Erlang machine, so its being there is enough.
    private static Finding Rabbit()
    {
        const string name = "rabbitmq";
        return RabbitMqProgram.Find() is { } path
            ? new Finding(name, FindingState.Found, path)
            : new Finding(name, FindingState.Absent, "not found; apt-get install rabbitmq-server");
    }

    private static async Task<Finding> ContainerEngineAsync(CancellationToken stop)
    {
        foreach (var engine in new[] { "docker", "podman" })
            if (OnPath(engine) is { } path
                && await AnswerAsync(path, ["version", "--format", "{{.Server.Version}}"], stop) is { } version)
                return new Finding("containers", FindingState.Found, $"{path}, {version}");
        return new Finding("containers", FindingState.Absent, "no docker or podman answers");
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>The first line a program prints, or null when it fails or takes too long.</summary>
    private static async Task<string?> AnswerAsync(string path, string[] arguments, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await using var kill = patience.Token.Register(process.Kill);
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? line?.Trim() : null;
        }
        catch (Exception e) when (e is Win32Exception or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
