using System.Text.Json.Nodes;
using WeakToStrong.Endpoints;

namespace WeakToStrong.Labeler.Alignment;

/// <summary><c>GET /v1/models</c>: the one that is configured, else those of the upstream.</summary>
internal sealed class ModelsHandler(AlignerOptions options, ChatEndpoint upstream)
{
    public async Task HandleAsync(HttpContext http)
    {
        var models = options.UpstreamModel is { } model
            ? ListOf(model)
            : await upstream.ListModelsAsync(http.RequestAborted);
        await http.Response.WriteAsJsonAsync(models, http.RequestAborted);
    }

    private static JsonObject ListOf(string model) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray(new JsonObject
        {
            ["id"] = model, ["object"] = "model", ["created"] = 0, ["owned_by"] = "upstream",
        }),
    };
}
