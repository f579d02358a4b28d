using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Publishing;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Publishing;

public sealed class ManifestsTests : IDisposable
{
    private readonly TestApplication _test = new();

    public static TheoryData<ManifestKind> Kinds => [.. Enum.GetValues<ManifestKind>()];

    private string Folder => Path.Combine(_test.Store, "manifests");

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WriteAsync_Twice_WritesTheSameAndKeepsTheSettings(ManifestKind kind)
    {
        await WriteAsync(kind);
        var first = Contents();

        await WriteAsync(kind);

        Assert.Equal(first, Contents());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WriteAsync_ToTwoFolders_DiffersInSettingsAlone(ManifestKind kind)
    {
        await WriteAsync(kind);
        using var other = await PublishedFolder.WriteAsync(kind);

        var mine = Contents();
        var different = mine.Keys.Where(name => mine[name] != other.Read(name));

        Assert.Equal(other.Files.Order(), mine.Keys.Order());
        Assert.EndsWith(".env", Assert.Single(different), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WriteAsync_OfEitherKind_SaysWhatItWrote(ManifestKind kind)
    {
        await using var application = SampleApplication.Build(_test);

        var names = await Manifests.WriteAsync(application, kind, Folder);

        Assert.Equal(Contents().Keys, names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_WhereSomebodyElsesFileIs_RefusesAndWritesNothing()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "compose.yaml"), "services: {}\n");

        var refused = await Assert.ThrowsAsync<IOException>(() => WriteAsync(ManifestKind.Compose));

        Assert.Contains("compose.yaml was not written by publish", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["compose.yaml"], Contents().Keys);
    }

    [Fact]
    public async Task WriteAsync_BesideOtherFiles_LeavesThemAndRemovesItsOwnOldOnes()
    {
        await WriteAsync(ManifestKind.Kubernetes);
        File.WriteAllText(Path.Combine(Folder, "ingress.yaml"), "kind: Ingress\n");
        File.Copy(Path.Combine(Folder, "labeler.yaml"), Path.Combine(Folder, "gone.yaml"));

        await WriteAsync(ManifestKind.Kubernetes);

        Assert.Contains("ingress.yaml", Contents().Keys);
        Assert.DoesNotContain("gone.yaml", Contents().Keys);
    }

    [Fact]
    public async Task WriteAsync_WithSettingsWhoseLastLineHasNoEnd_AddsLinesOfTheirOwn()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, ".env"), "W2S_TOKEN=chosen\nOTHER=1");

        await WriteAsync(ManifestKind.Compose);

        Assert.StartsWith("W2S_TOKEN=chosen\nOTHER=1\nW2S_", Contents()[".env"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_WithSettingsOfTheOperator_AddsOnlyWhatIsMissing()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, ".env"), "# mine\nW2S_TOKEN=chosen\nOTHER=1\n");

        await WriteAsync(ManifestKind.Compose);

        var text = Contents()[".env"];
        Assert.StartsWith("# mine\nW2S_TOKEN=chosen\nOTHER=1\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("W2S_TOKEN=").Length - 1);
        Assert.Contains("\nW2S_POSTGRES_PASSWORD=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_WithServersElsewhere_AsksForTheirAddressesAndHidesThem()
    {
        const string secret = "secret-of-the-server";
        using var folder = await PublishedFolder.WriteAsync(
            ManifestKind.Compose,
            ("ConnectionStrings:tracker", $"Host=db;Password={secret}"),
            ("ConnectionStrings:rabbitmq", $"amqp://me:{secret}@mq"));

        var settings = folder.Settings(".env");

        Assert.Equal("", settings["W2S_POSTGRES_CONNECTION_STRING"]);
        Assert.Equal("", settings["W2S_RABBITMQ_CONNECTION_STRING"]);
        Assert.Equal(["tracker", "labeler", "trainer"], folder.Yaml("compose.yaml").Single().At("services").Keys());
        Assert.All(folder.Files, file => Assert.DoesNotContain(secret, folder.Read(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_OfAWaitThatNothingCanEnd_SaysWhatIsMissing()
    {
        var builder = SampleApplication.Compose(_test.ToPublish());
        var cache = builder.AddContainer("cache", "redis", "8.2");
        builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().First()).WaitFor(cache);
        await using var application = builder.Build();

        var refused = await Assert.ThrowsAsync<NotSupportedException>(
            () => Manifests.WriteAsync(application, ManifestKind.Compose, Folder));

        Assert.Contains("nothing says how to ask cache", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task WriteAsync_OfAnApplicationToRun_IsRefused()
    {
        await using var application = _test.ToRun().Build();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Manifests.WriteAsync(application, ManifestKind.Compose, Folder));
    }

    private async Task WriteAsync(ManifestKind kind)
    {
        await using var application = SampleApplication.Build(_test);
        await Manifests.WriteAsync(application, kind, Folder);
    }

    private SortedDictionary<string, string> Contents() => new(
        Directory.EnumerateFiles(Folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText),
        StringComparer.Ordinal);
}
