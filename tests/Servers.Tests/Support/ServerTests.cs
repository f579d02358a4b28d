namespace WeakToStrong.Servers.Tests.Support;

/// <summary>
/// Tests that start real servers, one after the other: a start takes all that a small machine has, and a stop must be
/// over within ten seconds.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ServerTests
{
    public const string Name = "servers";
}
