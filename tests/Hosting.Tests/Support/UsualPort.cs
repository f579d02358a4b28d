namespace WeakToStrong.Hosting.Tests.Support;

/// <summary>
/// Tests that look whether the usual port is free, one after the other: to look is to take it for a moment.
/// </summary>
[CollectionDefinition(Name)]
public sealed class UsualPort
{
    public const string Name = "usual port";
}
