using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace WeakToStrong.Hosting.Secrets;

/// <summary>What Aspire generates once and keeps in the user's own folder: passwords and tokens.</summary>
internal static class UserSecrets
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Aspire writes the user's secrets in every environment and reads them in Development alone; a host that forgot
    /// its passwords could not open its databases again. Whatever else is configured comes first.
    /// </summary>
    public static void ReadUserSecrets(this IDistributedApplicationBuilder builder)
    {
        if (builder.SecretsId() is not { } id)
            return;
        Protect(PathHelper.GetSecretsPathFromSecretsId(id));
        foreach (var (key, value) in new ConfigurationBuilder().AddUserSecrets(id).Build().AsEnumerable())
            if (value is not null && builder.Configuration[key] is null)
                builder.Configuration[key] = value;
    }

    /// <summary>The file that they are in, which others may not read.</summary>
    public static string KeptSecrets(this IDistributedApplicationBuilder builder)
    {
        if (builder.SecretsId() is not { } id)
            return "the user's secrets";
        var path = PathHelper.GetSecretsPathFromSecretsId(id);
        Protect(path);
        return path;
    }

    private static string? SecretsId(this IDistributedApplicationBuilder builder) =>
        builder.AppHostAssembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId;

    private static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
    }
}
