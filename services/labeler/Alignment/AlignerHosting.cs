using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment.Correcting;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.ServiceDefaults.Security;

namespace WeakToStrong.Labeler.Alignment;

/// <summary>The Aligner in whatever web host: the labeler's own, or one of the command line.</summary>
public static class AlignerHosting
{
    public static WebApplicationBuilder AddAligner(this WebApplicationBuilder builder, AlignerOptions options)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new ChatEndpoint(options.Upstream));
        builder.Services.AddSingleton<Corrector>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Corrector>());
        builder.Services.AddSingleton<CompletionHandler>();
        builder.Services.AddSingleton<ModelsHandler>();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(AddressesOf(options).Check);
        });
        return builder;
    }

    /// <exception cref="InvalidSettingException">
    /// The host would listen where others can reach it, and has no token.
    /// </exception>
    public static void MapAligner(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<AlignerOptions>();
        AddressesOf(options).Check(routes.ServiceProvider.GetRequiredService<IConfiguration>());
        var guard = new AlignerGuard(options);
        routes.MapPost("/v1/chat/completions", Guarded(
            http => http.RequestServices.GetRequiredService<CompletionHandler>().HandleAsync(http)));
        routes.MapGet("/v1/models", Guarded(
            http => http.RequestServices.GetRequiredService<ModelsHandler>().HandleAsync(http)));
        routes.Map("/v1/{**rest}", Guarded(http => throw AlignerException.NoSuchPath(http.Request)));

        RequestDelegate Guarded(RequestDelegate handle) => http => ErrorReply.GuardAsync(http, async () =>
        {
            guard.Check(http.Request);
            await handle(http);
        });
    }

    private static BoundAddresses AddressesOf(AlignerOptions options) =>
        new(options.Token is not null, AlignerOptions.TokenSetting);
}
