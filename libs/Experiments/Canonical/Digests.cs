using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace WeakToStrong.Experiments.Canonical;

/// <summary>SHA-256 digests as 64 lower-case hexadecimal digits.</summary>
public static class Digests
{
    private const int HexLength = 64;

    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Of the text's UTF-8 bytes.</summary>
    public static string OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Of the value's canonical JSON.</summary>
    public static string OfJson(JsonNode? node) => OfBytes(CanonicalJson.SerializeToUtf8(node));

    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Of the canonical JSON <c>{relative path: digest of the file}</c>; empty folders do not count.</summary>
    public static string OfFolder(string folder) => OfFiles(FilesOf(folder));

    /// <summary>Of a folder with these files: relative path (with <c>/</c>) → digest.</summary>
    public static string OfFiles(IReadOnlyDictionary<string, string> files)
    {
        var listing = new JsonObject();
        foreach (var (path, digest) in files)
            listing.Add(path, digest);
        return OfJson(listing);
    }

    /// <summary>Relative path (with <c>/</c>) → digest, for every file below the folder.</summary>
    /// <exception cref="ArgumentException">There is a link below it: its target is outside what is hashed.</exception>
    public static SortedDictionary<string, string> FilesOf(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is not null)
                throw new ArgumentException($"{entry.FullName} is a link; an artifact holds plain files only");
            if (entry is FileInfo)
                files.Add(Path.GetRelativePath(folder, entry.FullName), OfFile(entry.FullName));
        }
        return files;
    }

    /// <summary>Whether the text has the form of a digest; says nothing about what it is a digest of.</summary>
    public static bool IsDigest(string text) => text.Length == HexLength && text.All(char.IsAsciiHexDigitLower);
}
