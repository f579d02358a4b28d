namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// A model or tokenizer file that cannot be used. The message is one line: the file, the line in it where one is to
/// blame, then what is wrong.
/// </summary>
public sealed class CheckpointException(string path, string problem, Exception? cause = null, long? line = null)
    : IOException(line is null ? $"{path}: {problem}" : $"{path}:{line}: {problem}", cause)
{
    /// <summary>The file the message names.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
