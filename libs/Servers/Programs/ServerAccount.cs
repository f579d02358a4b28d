namespace WeakToStrong.Servers.Programs;

/// <summary>
/// Whom a server runs as: servers refuse root, which becomes the user that the server's package made.
/// </summary>
internal static class ServerAccount
{
    private const string Accounts = "/etc/passwd";

    /// <returns>The user to become, or empty for oneself.</returns>
    public static string For(string user) =>
        !Environment.IsPrivilegedProcess ? ""
        : Exists(user) ? user
        : throw new MissingServerException(
            $"root must not run this server, and the machine has no user {user} to run it as; useradd --system {user}");

    private static bool Exists(string user) =>
        File.ReadLines(Accounts).Any(line => line.StartsWith($"{user}:", StringComparison.Ordinal));
}
