namespace WeakToStrong.Experiments.Attestation;

/// <summary>What is claimed does not hold: which file, and what is wrong with it, in one line.</summary>
public sealed class AttestationException(string file, string message) : Exception($"{file}: {message}")
{
    public string File { get; } = file;
}
