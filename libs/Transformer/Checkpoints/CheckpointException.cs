namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// A model or tokenizer file that cannot be used. The message is one line: the file, then what is wrong.
/// </summary>
public sealed class CheckpointException(string path, string problem, Exception? cause = null)
    : IOException($"{path}: {problem}", cause)
{
    /// <summary>The file the message names.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
