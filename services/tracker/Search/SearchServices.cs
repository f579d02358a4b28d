namespace WeakToStrong.Tracker.Search;

/// <summary>Registration of the search over runs.</summary>
internal static class SearchServices
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<SearchIndexer>();
        services.AddSingleton<RunSearches>();
        services.AddSingleton<Tags>();
        services.AddSingleton<RunNotes>();
        return services;
    }
}
