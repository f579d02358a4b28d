namespace WeakToStrong.Servers;

/// <summary>The machine has no such server, or no user to run it as. The message says what to install.</summary>
public sealed class MissingServerException : Exception
{
    internal MissingServerException(string message) : base(message)
    {
    }
}
