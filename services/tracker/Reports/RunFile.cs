using MassTransit;

namespace WeakToStrong.Tracker.Reports;

/// <summary>Files in the folder of a run.</summary>
internal static class RunFile
{
    /// <summary>
    /// Writes beside and moves, so that a reader never sees half of it; under a name of its own, because a tracker that
    /// has just lost the lead may be writing it too.
    /// </summary>
    public static void Write(string path, Action<string> write)
    {
        var unfinished = $"{path}.{NewId.NextGuid():N}.unfinished";
        write(unfinished);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <inheritdoc cref="Write(string, Action{string})"/>
    public static void Write(string path, byte[] content) =>
        Write(path, unfinished => File.WriteAllBytes(unfinished, content));
}
