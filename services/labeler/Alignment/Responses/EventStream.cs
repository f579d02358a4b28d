using System.Text;

namespace WeakToStrong.Labeler.Alignment.Responses;

/// <summary>Server-sent events: <c>data: …</c> and an empty line.</summary>
internal static class EventStream
{
    public const string End = "[DONE]";

    public static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        // For proxies that would collect a whole answer first.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    public static async Task WriteAsync(HttpContext http, string data)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
