namespace WeakToStrong.Experiments;

/// <summary>Files that somebody names: what is wrong with one is said in one line.</summary>
internal static class InputBytes
{
    /// <summary>The whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">A larger one is not read.</param>
    /// <param name="allowed">What the file should be, for a message: <c>; allowed is …</c>; empty for nothing.</param>
    /// <exception cref="InputException">It is missing, too large, a folder, or somebody else's.</exception>
    public static byte[] Read(string path, long maxBytes, string allowed = "")
    {
        using var file = Open(path, allowed);
        if (file.Length > maxBytes)
            throw new InputException(path, null, $"has {file.Length} bytes; at most {maxBytes} are read{allowed}");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The file, for whoever reads it piece by piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowed">As of <see cref="Read"/>.</param>
    /// <exception cref="InputException">It is missing, a folder, or somebody else's.</exception>
    public static FileStream Open(string path, string allowed = "")
    {
        if (path.Length == 0)
            throw new InputException("''", null, $"is no name of a file{allowed}");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, null, $"no such file{allowed}");
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException(path, null, "cannot be read: it is a folder, or belongs to somebody else");
        }
        // Links in a circle, a name that is too long, a disk that fails.
        catch (IOException exception)
        {
            throw new InputException(path, null, $"cannot be read: {exception.Message}");
        }
    }
}
