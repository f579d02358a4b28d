using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using WeakToStrong.Experiments.Files;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>What must not work, over a real socket.</summary>
public sealed class SecurityTests : IDisposable
{
    private const string Token = "a token of the tests";

    private readonly TestStore _store = new();

    [Fact]
    public async Task AnyRequest_FromElsewhereWithTheToken_IsServed()
    {
        await using var host = await StartWithTokenAsync();

        using var response = await SendAsync(host, Forwarded(), new AuthenticationHeaderValue("bearer", Token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Bearer", "")]
    [InlineData("Bearer", "a token of the test")]
    [InlineData("Bearer", "a token of the tests.")]
    [InlineData("Bearer", "A TOKEN OF THE TESTS")]
    [InlineData("Basic", Token)]
    public async Task AnyRequest_FromElsewhereWithoutTheToken_Is401(string? scheme, string? token)
    {
        await using var host = await StartWithTokenAsync();

        var response = await SendAsync(
            host, Forwarded(), scheme is null ? null : new AuthenticationHeaderValue(scheme, token));

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        await ApiHost.ProblemAsync(response, 401);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "example.org")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task AnyRequest_ThroughAProxyOfThisMachine_IsNotOfThisMachine(string header, string value)
    {
        await using (var withToken = await StartWithTokenAsync())
            await ApiHost.ProblemAsync(await SendAsync(withToken, request => request.Headers.Add(header, value)), 401);

        await using var without = await ApiHost.StartAsync(_store.Root);
        await ApiHost.ProblemAsync(await SendAsync(without, request => request.Headers.Add(header, value)), 401);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.0.2.1")]
    public async Task AnyRequest_ForANameThatWasReboundToThisMachine_IsRefused(string host)
    {
        await using (var withToken = await StartWithTokenAsync())
            await ApiHost.ProblemAsync(await SendAsync(withToken, request => request.Headers.Host = host), 401);

        await using var without = await ApiHost.StartAsync(_store.Root);
        await ApiHost.ProblemAsync(await SendAsync(without, request => request.Headers.Host = host), 421);
    }

    [Theory]
    [InlineData("localhost:1234")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:80")]
    [InlineData("tracker.dev.localhost:80")]
    public async Task AnyRequest_ForThisMachine_IsServed(string name)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        using var response = await SendAsync(host, request => request.Headers.Host = name);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task AChange_ByAPageOfAnotherSite_Is403(string header, string value)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete, HttpMethod.Options })
            await ApiHost.ProblemAsync(
                await SendAsync(host, request =>
                {
                    request.Headers.Add(header, value);
                    request.Method = method;
                }),
                403);
        await ApiHost.ProblemAsync(
            await SendAsync(host, request =>
            {
                request.Headers.Add(header, value);
                request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
            }),
            403);
    }

    [Fact]
    public async Task AChange_ByAPageOfThisSite_IsServed()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        using var response = await SendAsync(host, request =>
        {
            request.Method = HttpMethod.Post;
            request.RequestUri = new Uri("api/gc", UriKind.Relative);
            request.Headers.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
            request.Content = JsonContent.Create(new { keep = Array.Empty<string>() });
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/json-seq")]
    public async Task ABody_ThatIsNotJson_Is415(string type)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        foreach (var path in new[] { "api/runs", "api/runs/x/cancel", "api/gc" })
            await ApiHost.ProblemAsync(
                await host.Client.PostAsync(path, new StringContent("{}", Encoding.UTF8, type)), 415);
    }

    [Theory]
    [InlineData("/api/runs", 4 << 20)]
    [InlineData("/api/plans", 4 << 20)]
    [InlineData("/api/gc", 64 << 10)]
    public async Task ABody_LargerThanAllowed_IsRefusedWithoutReadingMore(string path, int limit)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        string[] head = [$"POST {path} HTTP/1.1", "Content-Type: application/json"];
        var body = $"{{\"experiment\": \"{new string('a', limit)}";

        var announced = await RawRequest.SendAsync(host, [.. head, $"Content-Length: {limit + 1}"]);
        var chunked = await RawRequest.SendAsync(
            host, [.. head, "Transfer-Encoding: chunked"], $"{body.Length:x}\r\n{body}");

        foreach (var answer in new[] { announced, chunked })
        {
            Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
            Assert.Contains($"allowed are {limit} bytes", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"experiment": 7}""")]
    [InlineData("""{"experiment": null}""")]
    [InlineData("""{"overrides": []}""")]
    [InlineData("""{"experiment": "", "overrides": [null]}""")]
    [InlineData("""{"experiment": "", "fileName": "two\nlines"}""")]
    public async Task ABody_ThatIsNoSubmission_Is400(string body)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        await ApiHost.ProblemAsync(
            await host.Client.PostAsync("api/runs", new StringContent(body, Encoding.UTF8, "application/json")), 400);
    }

    [Fact]
    public async Task ABody_NestedDeep_Is400()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var body = new string('[', 50_000);

        await ApiHost.ProblemAsync(
            await host.Client.PostAsync("api/gc", new StringContent(body, Encoding.UTF8, "application/json")), 400);
    }

    [Theory]
    [InlineData("billion laughs", "anchors and aliases")]
    [InlineData("deep lists", "nested deeper than")]
    [InlineData("deep mappings", "nested deeper than")]
    [InlineData("deep blocks", "nested deeper than")]
    [InlineData("long text", "longer than an experiment file may be")]
    [InlineData("many keys", "unknown key")]
    [InlineData("many quotes", "'name' is missing")]
    [InlineData("tags", "tags (!) are not allowed")]
    [InlineData("documents", "a second YAML document")]
    public async Task AnExperiment_ThatIsABomb_IsRefusedInTime(string bomb, string mentions)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var response = await host.Client.PostAsJsonAsync("api/runs", new { experiment = Bomb(bomb) }, patience.Token);

        var problem = await ApiHost.ProblemAsync(response, 400);
        Assert.Contains(
            problem["problems"]!.AsArray(),
            found => ((string)found!["message"]!).Contains(mentions, StringComparison.Ordinal));
        Assert.InRange(problem["problems"]!.AsArray().Count, 1, 101);
    }

    private static string Bomb(string name) => name switch
    {
        "billion laughs" => "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: *c",
        "deep lists" => new string('[', 200_000),
        "deep mappings" => string.Concat(Enumerable.Repeat("{a: ", 100_000)),
        "deep blocks" => string.Concat(Enumerable.Repeat("- ", 300_000)),
        "long text" => "name: " + new string('x', 1_500_000),
        "many keys" => string.Concat(Enumerable.Range(0, 60_000).Select(i => $"k{i}: 1\n")),
        "many quotes" => $"other: '{new string('\'', 300_000)}'",
        "tags" => "name: !!binary aaaa",
        _ => "name: a\n---\nname: b",
    };

    [Fact]
    public async Task AnExperiment_OfVeryManySteps_IsPlannedInTime()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var seeds = $"seeds=[{string.Join(',', Enumerable.Range(1, 1000))}]";

        using var response = await host.Client.PostAsJsonAsync(
            "api/plans", new { experiment = ApiHost.Experiment(_store.Root), overrides = new[] { seeds } });

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("inside.jsonl", null)]
    [InlineData("link-inside", null)]
    [InlineData("folder/../inside.jsonl", null)]
    [InlineData("missing.jsonl", "where there is no file")]
    [InlineData("folder", "which is a folder")]
    [InlineData("../outside.jsonl", "leads out of the folders")]
    [InlineData("../missing.jsonl", "leads out of the folders")]
    [InlineData("/etc/passwd", "leads out of the folders")]
    [InlineData("/etc/no-such-file", "leads out of the folders")]
    [InlineData("link-outside", "leads out of the folders")]
    [InlineData("folder-outside/outside.jsonl", "leads out of the folders")]
    [InlineData("folder-outside/missing.jsonl", "leads out of the folders")]
    [InlineData("circle", "leads out of the folders")]
    [InlineData("/proc/self/environ", "leads out of the folders")]
    public async Task ADataPath_OfASubmission_MustLieInTheRoots(string path, string? refusal)
    {
        var roots = MakeRoots();
        await using var host = await ApiHost.StartAsync(
            _store.Root, new ApiOptions { DataRoots = new InputRoots([roots, Path.Combine(_store.Root, "other")]) });

        foreach (var response in new[]
        {
            await host.SubmitAsync(ApiHost.Experiment(_store.Root, $"data: {path}")),
            await host.SubmitAsync(ApiHost.Experiment(_store.Root), $"data={path}"),
        })
        {
            if (refusal is null)
            {
                Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
                continue;
            }
            var problem = (await ApiHost.ProblemAsync(response, 400))["problems"]![0]!;
            Assert.Contains(refusal, (string?)problem["message"], StringComparison.Ordinal);
            if (refusal.StartsWith("leads", StringComparison.Ordinal))
                Assert.Contains(
                    $"allowed is what lies in {roots}, ", (string?)problem["message"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("model", null)]
    [InlineData("model-with-a-link-out", "leads out of the folders")]
    [InlineData("/etc", "leads out of the folders")]
    public async Task AModelFolder_OfASubmission_MustLieInTheRootsWithAllThatIsInIt(string path, string? refusal)
    {
        await using var host = await ApiHost.StartAsync(
            _store.Root, new ApiOptions { DataRoots = new InputRoots([MakeRoots()]) });

        var response = await host.SubmitAsync(ApiHost.Experiment(_store.Root, $"model: {path}"));

        if (refusal is null)
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        else
            Assert.Contains(
                refusal, (await ApiHost.ProblemAsync(response, 400))["problems"]![0]!.ToJsonString(),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADataPath_WithoutRoots_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        var problem = await ApiHost.ProblemAsync(
            await host.SubmitAsync(ApiHost.Experiment(_store.Root, "data: /etc/passwd")), 400);

        Assert.Contains(
            "no folder for data and models is configured", problem["problems"]![0]!.ToJsonString(),
            StringComparison.Ordinal);
        Assert.Equal(4, (int?)problem["problems"]![0]!["line"]);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Probes_FromAnywhere_AreAnswered(string path)
    {
        await using var host = await StartWithTokenAsync();

        using var response = await SendAsync(host, request =>
        {
            Forwarded()(request);
            request.RequestUri = new Uri(path, UriKind.Relative);
            request.Headers.Host = "10.0.0.7:8080";
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/health/../api/system")]
    [InlineData("/health/x")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    public async Task WhateverElse_FromElsewhere_NeedsTheToken(string path)
    {
        await using var host = await StartWithTokenAsync();

        await ApiHost.ProblemAsync(
            await SendAsync(host, request =>
            {
                Forwarded()(request);
                request.RequestUri = new Uri(path, UriKind.Relative);
            }),
            401);
    }

    [Fact]
    public async Task Headers_LargerThanAllowed_AreRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        using var response = await SendAsync(host, request => request.Headers.Add("X-Much", new string('a', 20_000)));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task ARequest_ThatTakesTooLong_Is504()
    {
        var options = new ApiOptions { RequestTimeout = TimeSpan.FromMilliseconds(100) };
        await using var host = await ApiHost.StartAsync(
            _store.Root, options, map: app => app.MapGet(
                "/api/slow", (CancellationToken stop) => Task.Delay(Timeout.Infinite, stop)));

        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/slow"), 504);
    }

    [Fact]
    public async Task ABody_ThatNeverComes_Is408()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        var answer = await RawRequest.SendAsync(
            host, ["POST /api/gc HTTP/1.1", "Content-Type: application/json", "Content-Length: 20"], "{");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_InOptions_IsNowherePrinted() =>
        Assert.DoesNotContain(
            Token, new ApiOptions { Token = new BearerToken(Token) }.ToString(), StringComparison.Ordinal);

    public void Dispose() => _store.Dispose();

    private Task<ApiHost> StartWithTokenAsync() =>
        ApiHost.StartAsync(_store.Root, new ApiOptions { Token = new BearerToken(Token) }, "http://0.0.0.0:0");

    private static Action<HttpRequestMessage> Forwarded() =>
        request => request.Headers.Add("X-Forwarded-For", "203.0.113.7");

    private static async Task<HttpResponseMessage> SendAsync(
        ApiHost host, Action<HttpRequestMessage> prepare, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/system");
        request.Headers.Authorization = authorization;
        prepare(request);
        return await host.Client.SendAsync(request);
    }

    /// <summary>A root with files, folders and links into and out of it; returns its path.</summary>
    private string MakeRoots()
    {
        var root = Directory.CreateDirectory(Path.Combine(_store.Root, "data")).FullName;
        var outside = Directory.CreateDirectory(Path.Combine(_store.Root, "data-elsewhere")).FullName;
        File.WriteAllText(Path.Combine(_store.Root, "outside.jsonl"), "{}");
        File.WriteAllText(Path.Combine(outside, "outside.jsonl"), "{}");
        File.WriteAllText(Path.Combine(root, "inside.jsonl"), "{}");
        Directory.CreateDirectory(Path.Combine(root, "folder"));
        File.CreateSymbolicLink(Path.Combine(root, "link-inside"), "folder/../inside.jsonl");
        File.CreateSymbolicLink(Path.Combine(root, "link-outside"), "../outside.jsonl");
        File.CreateSymbolicLink(Path.Combine(root, "folder-outside"), outside);
        File.CreateSymbolicLink(Path.Combine(root, "circle"), "circle");
        foreach (var model in new[] { "model", "model-with-a-link-out" })
            File.WriteAllText(
                Path.Combine(Directory.CreateDirectory(Path.Combine(root, model)).FullName, "config.json"), "{}");
        File.CreateSymbolicLink(Path.Combine(root, "model", "tokenizer.json"), "../inside.jsonl");
        File.CreateSymbolicLink(Path.Combine(root, "model-with-a-link-out", "tokenizer.json"), "/etc/passwd");
        return root;
    }
}
