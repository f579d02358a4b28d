using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Hosting.Publishing;
using WeakToStrong.Hosting.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Tests.Publishing;

/// <summary>
/// The sample application, published to a folder of its own, and the model that it was published from.
/// </summary>
internal sealed class PublishedFolder : IDisposable
{
    private readonly TestApplication _test;

    private PublishedFolder(TestApplication test, DistributedApplicationModel model, string path) =>
        (_test, Model, Path) = (test, model, path);

    public DistributedApplicationModel Model { get; }

    public string Path { get; }

    /// <summary>Names of the resources that are to run as containers.</summary>
    public IEnumerable<string> ServiceNames => Services.Select(resource => resource.Name);

    public IEnumerable<IResource> Services =>
        Model.Resources.Where(resource => resource is ProjectResource or ContainerResource);

    public IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)!);

    public static async Task<PublishedFolder> WriteAsync(
        ManifestKind kind, params (string Key, string Value)[] settings)
    {
        var test = new TestApplication();
        var path = System.IO.Path.Combine(test.Store, "manifests");
        await using var application = SampleApplication.Build(test, settings);
        await Manifests.WriteAsync(application, kind, path);
        return new PublishedFolder(test, application.Services.GetRequiredService<DistributedApplicationModel>(), path);
    }

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    /// <summary>The documents of a file, parsed again.</summary>
    public IReadOnlyList<YamlMappingNode> Yaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(file)));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>Names and values of a file of settings.</summary>
    public IReadOnlyDictionary<string, string> Settings(string file) =>
        Read(file).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Fails where a file that is no file of settings holds a setting's value.</summary>
    public void AssertKeepsSecrets(string settingsFile, params string[] names)
    {
        var settings = Settings(settingsFile);
        foreach (var name in names)
        {
            Assert.True(settings[name].Length >= 20, $"{name} is '{settings[name]}'");
            Assert.All(
                Files.Where(file => file != settingsFile),
                file => Assert.DoesNotContain(settings[name], Read(file), StringComparison.Ordinal));
        }
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(System.IO.Path.Combine(Path, settingsFile)));
        Assert.Contains($"\n{settingsFile}\n", Read(".gitignore"), StringComparison.Ordinal);
    }

    public void Dispose() => _test.Dispose();
}
