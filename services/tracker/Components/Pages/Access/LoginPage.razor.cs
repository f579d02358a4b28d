using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Api.Security;

namespace WeakToStrong.Tracker.Components.Pages.Access;

/// <summary>Where a browser shows the token once; a cookie stands for it from then on.</summary>
public sealed partial class LoginPage
{
    private string? _error;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    /// <summary>Where to go then; only ever a place of this dashboard.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromForm(FormName = "login")]
    private string? Token { get; set; }

    private bool IsFollowedFromElsewhere =>
        HttpMethods.IsGet(Http.Request.Method) && Http.Request.Headers["Sec-Fetch-Site"] == "cross-site";

    private string Action => Navigation.GetUriWithQueryParameter("to", To);

    private string Target => To is ['/', not ('/' or '\\'), ..] ? To : "/";

    private void Enter()
    {
        if (Services.GetRequiredService<SessionCookie>().TryBegin(Http, Token?.Trim() ?? ""))
            Navigation.NavigateTo(Target);
        else
            _error = "This is not the token.";
    }
}
