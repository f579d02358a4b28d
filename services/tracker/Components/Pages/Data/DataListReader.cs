using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>Reads pages of the list: rows of the database, sizes of the store.</summary>
internal sealed class DataListReader(ArtifactQueries artifacts, ArtifactFiles files, ApiOptions options)
{
    public Task<DataList> ReadAsync(DataQuery query, CancellationToken cancellationToken) =>
        query.Tab == DataTab.Files
            ? FilesAsync(query, cancellationToken)
            : ArtifactsAsync(query, cancellationToken);

    private async Task<DataList> ArtifactsAsync(DataQuery query, CancellationToken cancellationToken)
    {
        var filter = new ArtifactFilter
        {
            Text = query.Text, Kind = query.Kind, Skip = query.Skipped, Take = DataQuery.PageSize,
        };
        var page = await artifacts.ListAsync(filter, cancellationToken);
        return new DataList
        {
            Artifacts = [.. page.Rows.Select(row => new ArtifactLine(row, SizeOf(row.Digest)))],
            Sources = [],
            TotalCount = page.TotalCount,
            HasAny = page.TotalCount > 0 || await artifacts.AnyAsync(cancellationToken),
        };
    }

    private async Task<DataList> FilesAsync(DataQuery query, CancellationToken cancellationToken)
    {
        var page = await artifacts.SourcesAsync(
            query.Text, query.Skipped, DataQuery.PageSize, cancellationToken);
        return new DataList
        {
            Artifacts = [],
            Sources =
            [
                .. page.Rows.Select(row => new SourceLine(row, SourceFile.Look(options.DataRoots, row.Path))),
            ],
            TotalCount = page.TotalCount,
            HasAny = true,
        };
    }

    // What is damaged is listed all the same; its own page says what is wrong with it.
    private long? SizeOf(string digest)
    {
        try
        {
            return files.Look(digest)?.Size;
        }
        catch (Exception exception) when (exception is ArtifactDamagedException or IOException)
        {
            return null;
        }
    }
}
