namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>Everything that manifests tell, read from Aspire's model and the same for every kind of manifest.</summary>
internal sealed record PublishedApplication
{
    public const string Name = "weak-to-strong";

    public const string StoreVolume = "store";

    /// <summary>In the model's order.</summary>
    public required IReadOnlyList<PublishedService> Services { get; init; }

    /// <summary>Folder of the sources that the image is made of.</summary>
    public required string SourceFolder { get; init; }

    /// <summary>What the operator has to give.</summary>
    public IReadOnlyList<PublishedSetting> Settings =>
    [
        .. Services.SelectMany(service => service.Settings)
            .DistinctBy(setting => setting.Name)
            .OrderBy(setting => setting.Name, StringComparer.Ordinal),
    ];

    public IEnumerable<PublishedProject> Projects =>
        Services.Select(service => service.Project).OfType<PublishedProject>();

    public bool UsesStore => Services.Any(service => service.UsesStore);
}
