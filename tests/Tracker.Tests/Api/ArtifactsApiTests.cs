using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class ArtifactsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Show_AnArtifact_HasItsFilesWithSizes()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        var artifact = await host.GetAsync<ArtifactView>($"api/artifacts/{digest}");

        Assert.Equal([new ArtifactFile("made.txt", 3)], artifact.Files);
        Assert.Equal(3, artifact.Size);
    }

    [Fact]
    public async Task Download_AFile_IsSavedNotShownAndGoodForEver()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        using var response = await host.Client.GetAsync($"api/artifacts/{digest}/made.txt");

        Assert.Equal("sft", await response.Content.ReadAsStringAsync());
        Assert.Equal($"\"{digest}\"", response.Headers.ETag?.Tag);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("made.txt", response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, $"api/artifacts/{digest}/made.txt");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await host.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Download_TheWhole_IsTheSameTarEveryTime()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        var bytes = await host.Client.GetByteArrayAsync($"api/artifacts/{digest}.tar");
        using var reader = new TarReader(new MemoryStream(bytes));
        var entry = reader.GetNextEntry()!;

        Assert.Equal("made.txt", entry.Name);
        using (var text = new StreamReader(entry.DataStream!))
            Assert.Equal("sft", text.ReadToEnd());
        Assert.Null(reader.GetNextEntry());
        Assert.Equal(bytes, await host.Client.GetByteArrayAsync($"api/artifacts/{digest}.tar"));
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/artifacts/nodigest.tar"), 404);
    }

    [Theory]
    [InlineData("/made.txt", "text/plain", 3L)]
    [InlineData(".tar", "application/x-tar", null)]
    public async Task Head_OfADownload_SaysWhatItWouldBe(string rest, string type, long? length)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        using var request = new HttpRequestMessage(HttpMethod.Head, $"api/artifacts/{digest}{rest}");
        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Download_ARange_IsThatRange()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        using var part = await RangeAsync(host, digest, new RangeHeaderValue(1, 1));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("f", await part.Content.ReadAsStringAsync());
        Assert.Equal("bytes 1-1/3", part.Content.Headers.ContentRange?.ToString());

        using var beyond = await RangeAsync(host, digest, new RangeHeaderValue(10, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Theory]
    [InlineData("../../tracker.db")]
    [InlineData("%2e%2e/%2e%2e/tracker.db")]
    [InlineData("..%2f..%2ftracker.db")]
    [InlineData("%2e%2e%2f%2e%2e%2ftracker.db")]
    [InlineData("..%5c..%5ctracker.db")]
    [InlineData("%252e%252e/%252e%252e/tracker.db")]
    [InlineData("/etc/passwd")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("made.txt/../made.txt/../../x")]
    [InlineData("made.txt%00.json")]
    [InlineData("./made.txt/.")]
    [InlineData("MADE.TXT")]
    public async Task Download_APathThatIsNoFilesOwn_IsRefused(string path)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        var answer = await RawRequest.SendAsync(host, [$"GET /api/artifacts/{digest}/{path} HTTP/1.1"]);

        Assert.Matches("^HTTP/1.1 (404|400) ", answer);
        Assert.DoesNotContain("SQLite format", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("nodigest")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Show_WhatIsNoArtifact_Is404(string digest)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/artifacts/{digest}"), 404);
    }

    [Fact]
    public async Task Download_BytesThatAreNotTheDigests_AreRefusedUntilTheyAreAgain()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);
        Assert.Equal("sft", await host.Client.GetStringAsync($"api/artifacts/{digest}/made.txt"));

        Overwrite(host, digest, "sfx");
        var problem = await ApiHost.ProblemAsync(
            await host.Client.GetAsync($"api/artifacts/{digest}/made.txt"), 500);
        Assert.Contains("is damaged", (string?)problem["detail"], StringComparison.Ordinal);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/artifacts/{digest}"), 500);

        Overwrite(host, digest, "sft");
        Assert.Equal("sft", await host.Client.GetStringAsync($"api/artifacts/{digest}/made.txt"));
    }

    [Fact]
    public async Task Download_ALinkInsideAnArtifact_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);
        var folder = host.Get<ArtifactStore>().ArtifactPath(digest);
        MakeWritable(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "passwd"), "/etc/passwd");

        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/artifacts/{digest}/passwd"), 500);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/artifacts/{digest}/made.txt"), 500);
    }

    [Fact]
    public async Task Download_ByManyAtOnce_HashesOnce()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var digest = await ModelAsync(host);

        var texts = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => host.Client.GetStringAsync($"api/artifacts/{digest}/made.txt")));

        Assert.All(texts, text => Assert.Equal("sft", text));
        Assert.Equal(1, host.Get<ArtifactFiles>().HashedCount);
    }

    public void Dispose() => _store.Dispose();

    private async Task<string> ModelAsync(ApiHost host)
    {
        var launched = await host.LaunchAsync(ApiHost.Experiment(_store.Root));
        var run = await host.WaitForAsync(launched.Run.Id, RunStatus.Completed);
        return run.Steps.Single(step => step.Name == "seed 1 / sft").Outputs["model"];
    }

    private static async Task<HttpResponseMessage> RangeAsync(ApiHost host, string digest, RangeHeaderValue range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/artifacts/{digest}/made.txt");
        request.Headers.Range = range;
        return await host.Client.SendAsync(request);
    }

    private static void Overwrite(ApiHost host, string digest, string text)
    {
        var folder = host.Get<ArtifactStore>().ArtifactPath(digest);
        MakeWritable(folder);
        File.WriteAllText(Path.Combine(folder, "made.txt"), text);
    }

    /// <summary>As root everything is; for others the store takes the right away.</summary>
    private static void MakeWritable(string folder)
    {
        foreach (var path in Directory.GetFileSystemEntries(folder).Append(folder))
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserWrite);
    }
}
