namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Files of a model folder; in Hugging Face's cache they are links, whose targets may have been deleted.
/// </summary>
internal static class LinkedFile
{
    /// <summary>Whether there is something to read; <c>File.Exists</c> does not ask where a link leads.</summary>
    public static bool Exists(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true };

    /// <exception cref="CheckpointException">There is no such file.</exception>
    public static void Require(string path)
    {
        if (Exists(path))
            return;
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
        throw new CheckpointException(
            path, target is null ? "no such file" : $"no such file; it is a link to {target.FullName}");
    }
}
