using System.Diagnostics;

namespace WeakToStrong.W2s.Tests;

/// <summary>
/// A test with a read-only file system, which binds root too; skipped where this user cannot mount one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadOnlyFactAttribute : FactAttribute
{
    /// <summary>A script that mounts the folder over itself and becomes the command that follows.</summary>
    public const string MountAndRun =
        "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";

    private static readonly Lazy<string?> Obstacle = new(Find);

    public ReadOnlyFactAttribute() => Skip = Obstacle.Value;

    /// <summary>
    /// Arguments of unshare: mounts that nobody else sees, for whoever is not root as root of a name space.
    /// </summary>
    public static string[] OwnMounts => Environment.IsPrivilegedProcess ? ["--mount"] : ["--map-root-user", "--mount"];

    private static string? Find()
    {
        using var folder = new TemporaryFolder();
        var info = new ProcessStartInfo("unshare", [.. OwnMounts, "sh", "-c", MountAndRun, folder.Path, "true"])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"no read-only file system can be mounted: {error.Trim()}";
    }
}
