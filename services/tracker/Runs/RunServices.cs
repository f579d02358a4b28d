using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Registration of what people and programs ask about runs and do to them.</summary>
internal static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<RunQueries>();
        services.AddSingleton<RunChangeQueries>();
        services.AddSingleton<StepQueries>();
        services.AddSingleton<RunResults>();
        services.AddSingleton<RunCommands>();
        services.AddSingleton<RunGarbage>();
        services.AddSingleton<RunImporter>();
        services.AddSingleton<ArtifactQueries>();
        services.AddSingleton<LineageQueries>();
        return services;
    }
}
