using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Projects;

/// <summary>Where services send their telemetry.</summary>
internal static class Collector
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Variables =
        [Endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];

    /// <summary>
    /// Aspire names its dashboard's port to every project, even when no dashboard runs, and over the user's own
    /// collector. Here the user's own comes first, and without either there is none.
    /// </summary>
    public static void SendTelemetryWhereSomeoneListens(this IDistributedApplicationBuilder builder, bool dashboard)
    {
        var own = Environment.GetEnvironmentVariable(Endpoint);
        if (!builder.ExecutionContext.IsRunMode || (dashboard && string.IsNullOrEmpty(own)))
            return;
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            foreach (var project in start.Model.GetProjectResources())
                project.Annotations.Add(new EnvironmentCallbackAnnotation(Forget));
            return Task.CompletedTask;
        });
    }

    private static void Forget(EnvironmentCallbackContext context)
    {
        foreach (var name in Variables)
            context.EnvironmentVariables.Remove(name);
    }
}
