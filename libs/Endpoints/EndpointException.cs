using System.Net;

namespace WeakToStrong.Endpoints;

/// <summary>An endpoint could not be reached, refused, or said what is no answer; one line that says which.</summary>
public sealed class EndpointException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What it answered with; null when it did not answer or its answer made no sense.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>True when the last try took too long.</summary>
    public bool IsTimeout { get; init; }

    /// <summary>When it may be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error that it described, in the API's own shape.</summary>
    public EndpointError? Error { get; init; }
}

/// <summary>An error as the API writes it.</summary>
public sealed record EndpointError(string Message, string? Type, string? Param, string? Code);
