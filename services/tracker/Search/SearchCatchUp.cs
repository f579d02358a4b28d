namespace WeakToStrong.Tracker.Search;

/// <summary>Catches up once after the start, beside everything else.</summary>
internal sealed class SearchCatchUp(SearchIndexer indexer, ILogger<SearchCatchUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var count = await indexer.CatchUpAsync(stoppingToken);
        if (count > 0)
            logger.LogInformation("made {Count} earlier runs findable by search", count);
    }
}
