using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;

namespace WeakToStrong.Tracker.Components.Hosting;

/// <summary>
/// The keys that protect forms and pages. They lie in the store, so that a page outlives a restart and two trackers
/// understand each other's; nobody but the store's owner reads them.
/// </summary>
internal static class DashboardKeys
{
    public static FileSystemXmlRepository In(string storeRoot)
    {
        var folder = Directory.CreateDirectory(Path.Combine(storeRoot, "keys"));
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        return new FileSystemXmlRepository(folder, NullLoggerFactory.Instance);
    }
}
