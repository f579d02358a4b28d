using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>What runs as containers, one or more of the same.</summary>
internal sealed record PublishedService
{
    public required string Name { get; init; }

    /// <summary>The image, whole.</summary>
    public required string Image { get; init; }

    /// <summary>The project that runs in the image of ours; null for the images of others.</summary>
    public PublishedProject? Project { get; init; }

    public required IReadOnlyList<PublishedEndpoint> Endpoints { get; init; }

    /// <summary>In the order of names.</summary>
    public required IReadOnlyList<KeyValuePair<string, PublishedValue>> Environment { get; init; }

    /// <summary>Volumes of its own.</summary>
    public required IReadOnlyList<PublishedVolume> Volumes { get; init; }

    public required bool UsesStore { get; init; }

    public required IReadOnlyList<PublishedWait> Waits { get; init; }

    public required int Replicas { get; init; }

    public required int Gpus { get; init; }

    /// <summary>What it needs of memory that its processes share beyond an engine's small default; or none.</summary>
    public required int SharedMegabytes { get; init; }

    /// <summary>Tells whether it can be used; null where nothing is known that would.</summary>
    public required PublishedProbe? Ready { get; init; }

    /// <summary>Tells whether it lives, even if what it needs is away.</summary>
    public required PublishedProbe? Alive { get; init; }

    public IEnumerable<PublishedSetting> Settings =>
        Environment.SelectMany(variable => variable.Value.Settings).DistinctBy(setting => setting.Name);
}

/// <summary>A project of ours, by its path in the repository.</summary>
internal sealed record PublishedProject(string Path)
{
    /// <summary>Folder of its program in the image.</summary>
    public string Folder => $"/app/{System.IO.Path.GetFileNameWithoutExtension(Path).ToLowerInvariant()}";

    public string Program => $"{Folder}/WeakToStrong.{System.IO.Path.GetFileNameWithoutExtension(Path)}.dll";
}

/// <summary>Where a service listens.</summary>
/// <param name="Port">In the container.</param>
/// <param name="HostPort">On the machine, for those who come from outside; null where nobody does.</param>
internal sealed record PublishedEndpoint(string Name, string Scheme, int Port, int? HostPort);

/// <summary>A volume and where it is mounted.</summary>
internal sealed record PublishedVolume(string Name, string Folder);

/// <summary>A service that has to come first, and how far.</summary>
internal sealed record PublishedWait(string Service, WaitType Until);

/// <summary>How to ask a service how it is.</summary>
internal abstract record PublishedProbe;

/// <summary>By a program in the container, which succeeds.</summary>
internal sealed record CommandProbe(IReadOnlyList<string> Command) : PublishedProbe;

/// <summary>By a request, which succeeds.</summary>
internal sealed record HttpProbe(string Path, int Port) : PublishedProbe;
