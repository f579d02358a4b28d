using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.ResponseCompression;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Security;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Pages.Audits;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Components.Pages.Data;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Components.Pages.Launch;
using WeakToStrong.Tracker.Components.Pages.Operations;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Hosting;

/// <summary>The dashboard in a host that has the tracker's store; the same in servers and embedded.</summary>
public static class DashboardHosting
{
    // An experiment's text travels from the editor in one message, with a little around it.
    private const int LargestMessageBytes = 256 << 10;
    internal const int LargestTextBytes = LargestMessageBytes - (4 << 10);

    private static readonly string[] ForPrograms = ["/openapi", "/health", "/alive"];

    private static readonly TimeSpan KeptAfterLoss = TimeSpan.FromMinutes(3);

    public static IServiceCollection AddTrackerDashboard(this IServiceCollection services) =>
        services.AddCircuits().AddCompression().AddKeys().AddShell().AddReaders();

    public static WebApplication MapTrackerDashboard(this WebApplication app)
    {
        app.UseWhen(IsForPeople, pages =>
        {
            pages.UseMiddleware<DashboardHeaders>();
            pages.UseResponseCompression();
            pages.UseStaticFiles(DashboardAssets.FileOptions());
            pages.UseExceptionHandler(error =>
                error.Run(http => new RazorComponentResult<ErrorDocument>().ExecuteAsync(http)));
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((http, next) =>
        {
            if (!IsForPeople(http))
                http.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            return next(http);
        });
        app.UseAntiforgery();
        app.MapCompareDownloads();
        // Without a token against forgery: RequestGuard lets no page of another site ask for it.
        app.MapPost(RefusalPages.Logout, (HttpContext http) =>
        {
            SessionCookie.End(http);
            return TypedResults.LocalRedirect("/");
        }).ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // DashboardHeaders says it for every answer.
            server.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }

    private static IServiceCollection AddCircuits(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = 20;
            circuits.DisconnectedCircuitRetentionPeriod = KeptAfterLoss;
        }).AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessageBytes);
        return services;
    }

    private static IServiceCollection AddCompression(this IServiceCollection services) =>
        services.AddResponseCompression(compression =>
        {
            // Files alone: what they hold is no secret, and a page that streams is not held back.
            compression.MimeTypes = ["text/javascript", "text/css", "image/svg+xml"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });

    private static IServiceCollection AddKeys(this IServiceCollection services)
    {
        // It warns that the keys lie in a file; DashboardKeys says why.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddDataProtection().SetApplicationName("weak-to-strong");
        services.AddOptions<KeyManagementOptions>()
            .Configure<TrackerOptions>((keys, tracker) => keys.XmlRepository = DashboardKeys.In(tracker.StoreRoot));
        return services;
    }

    private static IServiceCollection AddShell(this IServiceCollection services) => services
        .AddSingleton<RefusalPages>()
        .AddSingleton<DashboardAssets>()
        .AddSingleton<ChangeFeed>()
        .AddScoped<Toasts>();

    // What pages read with and what they remember of it, page by page.
    private static IServiceCollection AddReaders(this IServiceCollection services) => services
        .AddSingleton<RunMemory>().AddSingleton<DistinctionReader>()
        .AddSingleton<LossReader>().AddSingleton<ExperimentListReader>()
        .AddSingleton<LaunchReader>().AddSingleton<Launcher>()
        .AddSingleton<ExperimentReader>().AddSingleton<ChosenStepReader>()
        .AddSingleton<SampleMemory>().AddSingleton<SamplesReader>()
        .AddSingleton<CurveMemory>().AddSingleton<CurvesReader>()
        .AddComparison()
        .AddSingleton<DataListReader>().AddSingleton<ArtifactPageReader>().AddSingleton<RowsReader>()
        .AddSingleton<AuditsReader>().AddSingleton<AuditReader>()
        .AddSingleton<SystemReader>();

    // Programs get their answers as they are.
    private static bool IsForPeople(HttpContext http) =>
        !ApiPipeline.IsApi(http.Request)
        && !ForPrograms.Any(path => http.Request.Path.StartsWithSegments(path));
}
