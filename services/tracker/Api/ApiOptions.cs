using WeakToStrong.Experiments.Files;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.Tracker.Api;

/// <summary>What the API allows whom.</summary>
public sealed record ApiOptions
{
    /// <summary>Null: only requests of this machine are served, and only loopback addresses may be bound.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>Where the files and models of submitted experiments must lie.</summary>
    public InputRoots DataRoots { get; init; } = new([]);

    /// <summary>The app host's table of resources, a JSON file; null when no app host started this.</summary>
    public string? HostStatePath { get; init; }

    /// <summary>How long a request may take that is no stream and no launch.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream of events may be silent.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Streams of events that one address may have open.</summary>
    public int MaxStreamsPerClient { get; init; } = 32;

    /// <summary>Streams of events that all together may have open.</summary>
    public int MaxStreams { get; init; } = 512;

    /// <summary>
    /// Bytes of a request that carries an experiment: a file of the size that is read, escaped as JSON.
    /// </summary>
    public long MaxSubmissionBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of any other request.</summary>
    public long MaxRequestBytes { get; init; } = 64 << 10;

    /// <summary>The settings <c>Tracker:Token</c>, <c>Tracker:DataRoots</c> and <c>Tracker:HostState</c>.</summary>
    public static ApiOptions Of(IConfiguration configuration)
    {
        var tracker = configuration.GetSection("Tracker");
        return new ApiOptions
        {
            Token = tracker["Token"] is { Length: > 0 } token ? new BearerToken(token) : null,
            DataRoots = new InputRoots(
                tracker.GetSection("DataRoots").GetChildren().Select(root => root.Value).OfType<string>()
                    .Where(root => root.Length > 0)),
            HostStatePath = tracker["HostState"] is { Length: > 0 } path ? path : null,
        };
    }
}
