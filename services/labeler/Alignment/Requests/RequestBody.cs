using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace WeakToStrong.Labeler.Alignment.Requests;

/// <summary>The JSON object that a request brings.</summary>
internal static class RequestBody
{
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth, AllowDuplicateProperties = false,
    };

    /// <exception cref="AlignerException">It is too long or no JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(HttpContext http, int maxBytes, CancellationToken stop)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, documentOptions: Options, cancellationToken: stop)
                as JsonObject ?? throw AlignerException.Invalid("the body must be a JSON object", null);
        }
        catch (JsonException exception)
        {
            throw AlignerException.Invalid($"the body is not JSON: {exception.Message}", null, "invalid_json");
        }
        catch (BadHttpRequestException exception)
            when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw AlignerException.Refused(
                exception.StatusCode, $"the body is longer than {maxBytes} bytes, which is the most");
        }
    }
}
