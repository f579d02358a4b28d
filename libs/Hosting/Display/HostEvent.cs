using WeakToStrong.Hosting.Resources;

namespace WeakToStrong.Hosting.Display;

/// <summary>Something to show.</summary>
internal abstract record HostEvent
{
    /// <summary>A line that a process, or the host itself, said.</summary>
    public sealed record Said(string Name, string Text) : HostEvent;

    /// <summary>A process is not as it was.</summary>
    public sealed record Changed(ResourceRow Row) : HostEvent;

    /// <summary>Everything answered for the first time.</summary>
    public sealed record Ready(string Url) : HostEvent;
}
