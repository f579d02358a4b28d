using System.Text.Json;

namespace WeakToStrong.Runner.Bench;

/// <summary>One line of the peer; which members it has depends on the command that it answers.</summary>
internal sealed record PeerReply
{
    /// <summary>PyTorch's version, in the greeting.</summary>
    public string? Torch { get; init; }

    /// <summary>Mean loss of the last update, or of the samples asked about.</summary>
    public double? Loss { get; init; }

    /// <summary>[B][new tokens] what was generated.</summary>
    public int[][]? Sequences { get; init; }

    public long? Tokens { get; init; }

    public double? Seconds { get; init; }

    public double? CpuSeconds { get; init; }

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
