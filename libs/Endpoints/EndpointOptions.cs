namespace WeakToStrong.Endpoints;

/// <summary>An OpenAI-compatible endpoint, and how patiently it is asked.</summary>
public sealed record EndpointOptions
{
    /// <summary>Where its API begins, with a slash at the end.</summary>
    public required Uri Address { get; init; }

    /// <summary>Goes to this endpoint alone; null for one that asks for none.</summary>
    public string? Key { get; init; }

    /// <summary>How long one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries after the first.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Pause before the second try; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause that an endpoint may ask for; whoever asks for more is not asked again.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest answer that is read.</summary>
    public int MaxAnswerBytes { get; init; } = 8 << 20;

    // A record would print its key.
    public override string ToString() => Address.AbsoluteUri;
}
