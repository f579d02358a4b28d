using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Api.Security;

namespace WeakToStrong.Tracker.Components.Pages.Access;

/// <summary>Why a browser of another machine, or under another name, is not served.</summary>
public sealed partial class ForbiddenPage
{
    private const string Advice = "./w2s serve --bind 0.0.0.0";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    // The guard led here, and said with which status; whoever comes by themselves is merely told.
    protected override void OnInitialized()
    {
        if (Http.Items[nameof(RefusalPages.Forbidden)] is int status)
            Http.Response.StatusCode = status == StatusCodes.Status421MisdirectedRequest
                ? status
                : StatusCodes.Status403Forbidden;
    }
}
