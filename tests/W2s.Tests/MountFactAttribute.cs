using System.Diagnostics;

namespace WeakToStrong.W2s.Tests;

/// <summary>
/// A test with a file system of its own, whose limits bind root too; skipped where this user cannot mount one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    /// <summary>Beginning of a script that makes the folder read-only.</summary>
    public const string ReadOnly = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";

    /// <summary>Beginning of a script that mounts an empty disk with room for little more than a database.</summary>
    public const string SmallDisk = "mount -t tmpfs -o size=1200k none \"$0\"";

    private static readonly Lazy<string?> Obstacle = new(Find);

    public MountFactAttribute() => Skip = Obstacle.Value;

    /// <summary>Arguments of unshare for a command that alone sees what the script mounts.</summary>
    public static string[] Unshare(string mount, string folder, params string[] command) =>
    [
        .. Environment.IsPrivilegedProcess ? [] : (string[])["--map-root-user"],
        "--mount", "sh", "-c", mount + " && exec \"$@\"", folder, .. command,
    ];

    private static string? Find()
    {
        using var folder = new TemporaryFolder();
        var info = new ProcessStartInfo("unshare", Unshare(ReadOnly, folder.Path, "true"))
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"no file system can be mounted: {error.Trim()}";
    }
}
