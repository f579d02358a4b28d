namespace WeakToStrong.Servers.Running;

/// <summary>Another process took a port between its choice and the server's start.</summary>
internal sealed class PortTakenException(string message) : Exception(message)
{
    private static readonly string[] Words = ["Address already in use", "eaddrinuse", "the Erlang port mapper"];

    public static bool Tells(string said) => Words.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
}
