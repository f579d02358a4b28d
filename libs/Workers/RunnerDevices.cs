using System.Diagnostics;
using System.Text.Json;

namespace WeakToStrong.Workers;

/// <summary>
/// What a runner says about the devices it computes on. The worker asks, because it never loads the tensor library
/// itself.
/// </summary>
public static class RunnerDevices
{
    // A cold start of the tensor library takes seconds on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Memory of each device; empty where the runner computes on the processor.</summary>
    /// <exception cref="RunnerUnfitException">The runner cannot be started, or says that it cannot work.</exception>
    public static IReadOnlyList<long> Ask(string runnerPath)
    {
        using var process = Start(runnerPath);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new RunnerUnfitException($"the runner {runnerPath} does not answer");
        }
        return process.ExitCode == 0
            ? Read(answer.GetAwaiter().GetResult())
            : throw new RunnerUnfitException(RunnerText.Plain(OneLine.Of(errors.GetAwaiter().GetResult())));
    }

    /// <summary>
    /// Devices of an answer: <c>{"cuda": true, "devices": [{"memoryBytes": N}]}</c> on a line of its own, because
    /// native libraries print where they like.
    /// </summary>
    /// <exception cref="RunnerUnfitException">There is no such line.</exception>
    internal static IReadOnlyList<long> Read(string answer)
    {
        var line = answer.Split('\n').LastOrDefault(line => line.StartsWith('{')) ?? answer;
        try
        {
            using var document = JsonDocument.Parse(line);
            return Devices(document.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new RunnerUnfitException($"the runner's answer says nothing of its devices: {OneLine.Of(line)}");
        }
    }

    private static IReadOnlyList<long> Devices(JsonElement root)
    {
        if (!root.GetProperty("cuda").GetBoolean())
            return [];
        return root.TryGetProperty("devices", out var devices) && devices.GetArrayLength() > 0
            ? [.. devices.EnumerateArray().Select(device => device.GetProperty("memoryBytes").GetInt64())]
            // There is a device, and nothing is known of its memory.
            : [0];
    }

    private static Process Start(string runnerPath)
    {
        var info = new ProcessStartInfo(runnerPath, ["doctor", "--json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new RunnerUnfitException(
                $"the runner {runnerPath} cannot be started: {OneLine.Of(exception.Message)}");
        }
    }
}

/// <summary>A runner that cannot execute steps on this machine; one line that says what is missing.</summary>
public sealed class RunnerUnfitException(string message) : Exception(message);
