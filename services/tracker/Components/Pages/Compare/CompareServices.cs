namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>What the page reads with.</summary>
public static class CompareServices
{
    public static IServiceCollection AddComparison(this IServiceCollection services) => services
        .AddSingleton<CompareMemory>()
        .AddSingleton<RunSetReader>()
        .AddSingleton<ReportShelf>()
        .AddSingleton<WinsReader>()
        .AddSingleton<GlanceReader>()
        .AddSingleton<CurveReader>()
        .AddSingleton<CompareReader>()
        .AddSingleton<RunPickerReader>();
}
