using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>The OpenAPI document says everything that is served, and says it so that a program can use it.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Document_Always_HasEveryRouteAndNoOther()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var document = await DocumentAsync(host);

        var served =
            from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
            where pattern.StartsWith("/api", StringComparison.Ordinal)
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select $"{method} {CatchAll().Replace(pattern, "{$1}")}";

        Assert.Equal(
            served.Order(StringComparer.Ordinal),
            Operations(document).Select(operation => operation.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Operations_Always_AreNamedOnceExplainedAndRefuseInOneWay()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var document = await DocumentAsync(host);

        var ids = Operations(document).Select(operation => (string?)operation.Node["operationId"] ?? "").ToArray();
        Assert.DoesNotContain("", ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var (name, operation) in Operations(document))
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), name);
            Assert.NotEmpty(operation["tags"]!.AsArray());
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                Assert.False(
                    char.IsUpper(((string)parameter!["name"]!)[0]) && (string?)parameter["in"] == "query", name);
            var responses = operation["responses"]!.AsObject();
            Assert.Contains(responses, response => response.Key[0] == '2');
            Assert.Contains("401", responses.Select(response => response.Key));
            foreach (var (status, response) in responses.Where(response => response.Key[0] is '4' or '5'))
                Assert.Equal(
                    "#/components/schemas/ApiProblem",
                    (string?)response!["content"]?["application/problem+json"]?["schema"]?["$ref"]);
        }
    }

    [Fact]
    public async Task Schemas_ThatAreReferredTo_AreThere()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var document = await DocumentAsync(host);

        var references = Reference().Matches(document.ToJsonString()).Select(match => match.Groups[1].Value)
            .ToHashSet();

        Assert.Superset(
            references, document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).ToHashSet());
        var status = document["components"]!["schemas"]!["RunStatus"]!["enum"]!.AsArray();
        Assert.Equal(["queued", "running", "completed", "failed", "cancelled"], status.Select(word => (string)word!));
    }

    public void Dispose() => _store.Dispose();

    private static async Task<JsonNode> DocumentAsync(ApiHost host)
    {
        var document = JsonNode.Parse(await host.Client.GetStringAsync(TrackerApi.DocumentPath))!;
        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        return document;
    }

    private static IEnumerable<(string Name, JsonNode Node)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "head" or "post" or "delete" or "put" or "patch"
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!);

    [GeneratedRegex(@"\{\*+(\w+)\}")]
    private static partial Regex CatchAll();

    [GeneratedRegex("""
        "\$ref":"#/components/schemas/([^"]+)"
        """)]
    private static partial Regex Reference();
}
