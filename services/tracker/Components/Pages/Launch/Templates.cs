namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>An experiment that comes with the product. Its summary is the comment that its file begins with.</summary>
internal sealed record Template(string Name, string Summary, string Text);

/// <summary>The experiments that come with the product, as they were when it was built.</summary>
internal static class Templates
{
    private const string Folder = "Experiments/";
    private const string FileName = "/experiment.yaml";

    /// <summary>What somebody starts with who chose nothing.</summary>
    public const string Default = "quickstart";

    /// <summary>The default first, the others by name.</summary>
    public static IReadOnlyList<Template> All { get; } = ReadAll();

    public static Template? Find(string name) => All.FirstOrDefault(template => template.Name == name);

    internal static string SummaryOf(string text) => string.Join(' ', text.Split('\n')
        .TakeWhile(line => line.StartsWith('#'))
        .Select(line => line.TrimStart('#').Trim()));

    private static Template[] ReadAll()
    {
        var assembly = typeof(Templates).Assembly;
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(Folder, StringComparison.Ordinal)
                   && resource.EndsWith(FileName, StringComparison.Ordinal)
               let name = resource[Folder.Length..^FileName.Length]
               let text = Read(assembly.GetManifestResourceStream(resource)!)
               orderby name != Default, name
               select new Template(name, SummaryOf(text), text),
        ];
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
