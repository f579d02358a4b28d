using System.ComponentModel;
using System.Diagnostics;

namespace WeakToStrong.Hosting.Backing;

/// <summary>Which container engine answers. A client alone is not enough: its server must.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly Lazy<string?> OfThisMachine = new(() => FirstThatAnswers(["docker", "podman"]));

    /// <summary>
    /// The name of its client, or null. Asked once, since every server of the application wants to know.
    /// </summary>
    public static string? Find() => OfThisMachine.Value;

    internal static string? FirstThatAnswers(IEnumerable<string> clients) => clients.FirstOrDefault(Answers);

    private static bool Answers(string client)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                client, ["version", "--format", "{{.Server.Version}}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            // Its few words fit into the pipes, so nothing waits for a reader.
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
