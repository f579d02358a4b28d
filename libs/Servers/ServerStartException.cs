namespace WeakToStrong.Servers;

/// <summary>
/// A server ended, or did not answer in time, when it was started. The message ends with what it said last.
/// </summary>
public sealed class ServerStartException : Exception
{
    internal ServerStartException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
