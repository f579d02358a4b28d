namespace WeakToStrong.Servers;

/// <summary>
/// A server of this machine's binaries: where it keeps its data, how it is started, and when it is ready.
/// </summary>
public interface IServer
{
    /// <summary>The name its makers gave it.</summary>
    string Name { get; }

    /// <summary>A folder of its own. Two servers never share one: the second is refused.</summary>
    string Folder { get; }

    string ConnectionString { get; }

    ServerCommand Command();

    /// <summary>Connects as its users do. Returns when that works and throws when it does not yet.</summary>
    Task CheckAsync(CancellationToken cancellationToken = default);
}
