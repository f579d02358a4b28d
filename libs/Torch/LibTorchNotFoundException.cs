namespace WeakToStrong.Torch;

/// <summary>libtorch, or the shim that binds it, is missing. The message says what to install.</summary>
public sealed class LibTorchNotFoundException : Exception
{
    /// <summary>What to do about it, the end of every message.</summary>
    public const string Remedy =
        "Install it (apt-get install libtorch-dev libopenblas0-pthread cmake g++), or set LIBTORCH to a folder with " +
        "include/ and lib/, then build again.";

    internal LibTorchNotFoundException(string problem, Exception? inner = null) : base($"{problem} {Remedy}", inner)
    {
    }
}
