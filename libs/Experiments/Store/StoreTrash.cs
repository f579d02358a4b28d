namespace WeakToStrong.Experiments.Store;

/// <summary>
/// Takes a folder out of the store by one rename, which is quick however much is in it. To delete what is in it takes
/// long, and needs no lock that others wait for.
/// </summary>
internal sealed class StoreTrash(StoreLayout layout)
{
    /// <summary>The same folder may come here again before its predecessor is deleted.</summary>
    public void Take(string folder)
    {
        Directory.CreateDirectory(layout.Trash);
        Directory.Move(
            folder, Path.Combine(layout.Trash, $"{Path.GetFileName(folder)}.{Path.GetRandomFileName()}"));
    }

    /// <summary>Deletes what is here, unless another process is at it.</summary>
    public void Empty()
    {
        using var held = StepLock.Acquire(layout.TrashLock, TimeSpan.Zero);
        if (held is null)
            return;
        foreach (var folder in Directory.GetDirectories(layout.Trash))
            Directory.Delete(folder, recursive: true);
    }
}
