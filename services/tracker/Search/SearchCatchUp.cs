namespace WeakToStrong.Tracker.Search;

/// <summary>Catches up once after the start, beside everything else.</summary>
internal sealed class SearchCatchUp(SearchIndexer indexer, ILogger<SearchCatchUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var count = await indexer.CatchUpAsync(stoppingToken);
            if (count > 0)
                logger.LogInformation("Made {Count} earlier runs findable by search", count);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A run that is not found by its options is no reason to launch and watch none.
            logger.LogError(exception, "Earlier runs could not all be made findable by search; the next start goes on");
        }
    }
}
