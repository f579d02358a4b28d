namespace WeakToStrong.Hosting.Publishing.Output;

/// <summary>
/// The folder that manifests are written to. It is empty or one of ours: a file that somebody else wrote is never
/// replaced, and neither is the operator's file of settings.
/// </summary>
internal sealed class ManifestFolder
{
    /// <summary>The first line of every file, after the comment's sign.</summary>
    public const string Mark = "Written by ./w2s publish, which replaces this file when it is asked again.";

    private const string FirstLine = $"# {Mark}";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string NewSuffix = ".new";

    private readonly string _folder;

    public ManifestFolder(string folder) => _folder = Path.GetFullPath(folder);

    /// <summary>The text of a file, or null where there is none.</summary>
    public string? Read(string name) => File.Exists(Locate(name)) ? File.ReadAllText(Locate(name)) : null;

    /// <summary>
    /// Writes all files or, when one cannot be, none: each is written beside its place first. Files of an earlier time
    /// that are no longer part of the manifests are removed.
    /// </summary>
    /// <param name="manifests">What is ours: names and texts, which begin with the mark.</param>
    /// <param name="settings">Name and text of the operator's file.</param>
    public void Write(IReadOnlyDictionary<string, string> manifests, (string Name, string Text) settings)
    {
        Directory.CreateDirectory(_folder);
        RequireNoStrangers(manifests.Keys);
        var stale = OwnFiles().Except(manifests.Keys, StringComparer.Ordinal).ToArray();
        foreach (var (name, text) in manifests)
            Stage(name, text);
        Stage(settings.Name, settings.Text, OwnerOnly);
        foreach (var name in manifests.Keys.Append(settings.Name))
            File.Move(Locate(name + NewSuffix), Locate(name), overwrite: true);
        foreach (var name in stale)
            File.Delete(Locate(name));
    }

    private void Stage(string name, string text, UnixFileMode? mode = null)
    {
        var path = Locate(name + NewSuffix);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private void RequireNoStrangers(IEnumerable<string> names)
    {
        var own = OwnFiles().ToHashSet(StringComparer.Ordinal);
        var stranger = names.FirstOrDefault(name => File.Exists(Locate(name)) && !own.Contains(name));
        if (stranger is not null)
            throw new IOException(
                $"{Locate(stranger)} was not written by publish and is not replaced; " +
                "give another folder, or move it away");
    }

    private IEnumerable<string> OwnFiles() =>
        Directory.EnumerateFiles(_folder).Where(IsOwn).Select(file => Path.GetFileName(file));

    /// <summary>Reads no more than the mark: what lies here may be anything.</summary>
    private static bool IsOwn(string file)
    {
        using var reader = new StreamReader(file);
        var start = new char[FirstLine.Length];
        return reader.ReadBlock(start) == start.Length && FirstLine.AsSpan().SequenceEqual(start);
    }

    private string Locate(string name) => Path.Combine(_folder, name);
}
