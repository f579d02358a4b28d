namespace WeakToStrong.Experiments;

/// <summary>Files that somebody names, read whole: what is wrong with one is said in one line.</summary>
internal static class InputBytes
{
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">A larger one is not read.</param>
    /// <param name="allowed">What the file should be, for a message: <c>; allowed is …</c>; empty for nothing.</param>
    /// <exception cref="InputException">It is missing, too large, a folder, or somebody else's.</exception>
    public static byte[] Read(string path, long maxBytes, string allowed = "")
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > maxBytes)
                throw new InputException(path, null, $"has {file.Length} bytes; at most {maxBytes} are read{allowed}");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, null, $"no such file{allowed}");
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException(path, null, "cannot be read: it is a folder, or belongs to somebody else");
        }
    }
}
