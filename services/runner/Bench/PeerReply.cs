using System.Text.Json;

namespace WeakToStrong.Runner.Bench;

/// <summary>One line of the peer; which members it has depends on the command that it answers.</summary>
internal sealed record PeerReply
{
    /// <summary>PyTorch's version, in the greeting.</summary>
    public string? Torch { get; init; }

    /// <summary>Whose model it has, with version, in the greeting of a peer that may have one of several.</summary>
    public string? Implementation { get; init; }

    /// <summary>Mean loss of the last update, or of the samples asked about.</summary>
    public double? Loss { get; init; }

    /// <summary>[B][new tokens] what was generated.</summary>
    public int[][]? Sequences { get; init; }

    public long? Tokens { get; init; }

    public double? Seconds { get; init; }

    public double? CpuSeconds { get; init; }

    /// <summary>The most device memory that was in use at once; null on the CPU, where nobody counts it.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>In which types it computes.</summary>
    public string? How { get; init; }

    /// <summary>Why it could not do what it was asked.</summary>
    public string? Problem { get; init; }

    /// <exception cref="InvalidDataException">The line is not an answer of the peer.</exception>
    public static PeerReply Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<PeerReply>(line, JsonSerializerOptions.Web)
                ?? throw new InvalidDataException("the PyTorch peer answered null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the PyTorch peer answered '{line}'", exception);
        }
    }

    /// <exception cref="InvalidDataException">The answer measures nothing.</exception>
    public Measurement Measurement() =>
        Tokens is > 0 and { } tokens && Seconds is > 0 and { } seconds && CpuSeconds is > 0 and { } cpuSeconds
            ? new Measurement { Tokens = tokens, Seconds = seconds, CpuSeconds = cpuSeconds }
            : throw new InvalidDataException($"the PyTorch peer measured nothing: {this}");
}
