using System.Text.RegularExpressions;
using System.Xml.Linq;
using WeakToStrong.Hosting.Publishing;

namespace WeakToStrong.Hosting.Tests.Publishing.Output;

/// <summary>The image's recipe, held against the repository that it is made of.</summary>
public sealed partial class DockerfileTests : IAsyncLifetime
{
    private PublishedFolder _folder = null!;

    private static string Repository => SampleApplication.Repository;

    private IEnumerable<string> Lines => _folder.Read("Dockerfile").Split('\n');

    public async Task InitializeAsync() => _folder = await PublishedFolder.WriteAsync(ManifestKind.Compose);

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Sources_Copied_ExistAndHoldAllThatTheProjectsReferTo()
    {
        var folders = Copied().Where(path => Directory.Exists(Path.Combine(Repository, path))).ToArray();
        Assert.All(Copied(), path => Assert.NotEmpty(
            Directory.GetFileSystemEntries(Repository, path, SearchOption.TopDirectoryOnly)));

        Assert.All(Published().SelectMany(Referenced), project => Assert.Contains(
            folders, folder => project.StartsWith(Path.Combine(Repository, folder) + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Programs_OfCommands_AreThoseThatAreBuilt()
    {
        var commands = _folder.Yaml("compose.yaml").Single().At("services").Pairs()
            .Select(service => service.Value.Find("command").Words().LastOrDefault())
            .OfType<string>();
        var programs = Published().Select(project =>
            $"/app/{Path.GetFileNameWithoutExtension(project).ToLowerInvariant()}" +
            $"/WeakToStrong.{Path.GetFileNameWithoutExtension(project)}.dll");

        Assert.Equal(programs.Order(), commands.Order());
    }

    [Fact]
    public void Image_Always_HasAnOrdinaryUserWhoOwnsTheStore()
    {
        Assert.Contains("USER 10001:10001", Lines);
        Assert.Contains(Lines, line => line.EndsWith("--owner=app --group=app /store", StringComparison.Ordinal));
    }

    private IEnumerable<string> Copied() =>
        Lines.Select(line => CopyFromSource().Match(line))
            .Where(match => match.Success)
            .SelectMany(match => match.Groups[1].Value.Split(' ')[..^1]);

    private IEnumerable<string> Published() =>
        Lines.Select(line => Publish().Match(line))
            .Where(match => match.Success)
            .Select(match => Path.Combine(Repository, match.Groups[1].Value));

    private static IEnumerable<string> Referenced(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(
                Path.Combine(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value)))
            .SelectMany(Referenced)
            .Prepend(project);

    [GeneratedRegex("^COPY --from=source (.+)$")]
    private static partial Regex CopyFromSource();

    [GeneratedRegex("^RUN dotnet publish ([^ ]+) ")]
    private static partial Regex Publish();
}
