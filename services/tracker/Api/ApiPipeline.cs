using WeakToStrong.Tracker.Api.Security;

namespace WeakToStrong.Tracker.Api;

/// <summary>
/// Puts the guard before everything else that the process serves, whoever hosts the API and whatever else it maps: no
/// host can leave it out.
/// </summary>
internal sealed class ApiPipeline : IStartupFilter
{
    public const string Root = "/api";

    public static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments(Root);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<RequestGuard>();
        app.UseWhen(
            http => IsApi(http.Request),
            api =>
            {
                api.UseExceptionHandler();
                api.UseStatusCodePages();
                api.UseRequestTimeouts();
            });
        next(app);
    };
}
