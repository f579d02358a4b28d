using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Lineage;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>Which rows of which file the page of an artifact shows.</summary>
public sealed record ArtifactQuery(string Digest, string? File, int Page)
{
    // Further than any limit of reading gets.
    private const int LastPage = 100_000;

    public static ArtifactQuery Of(string digest, string? file, int? page) =>
        new(digest.ToLowerInvariant(), file, Math.Clamp(page ?? 1, 1, LastPage));
}

/// <summary>Reads all that is known of one artifact, or of one file from outside.</summary>
internal sealed class ArtifactPageReader(
    LineageQueries lineage, ArtifactStore store, ArtifactFiles files, RowsReader rows, ApiOptions options)
{
    /// <summary>Uses that are shown.</summary>
    public const int MostUsers = 100;

    private static readonly string[] RowFiles = [".jsonl"];
    private static readonly string[] SourceRowFiles = [".jsonl", ".json"];
    private static readonly TimeSpan CheckingPatience = TimeSpan.FromMilliseconds(300);
    private static readonly UserPage NoUsers = new([], 0);

    public async Task<ArtifactModel> ReadAsync(ArtifactQuery query, CancellationToken cancellationToken)
    {
        var makers = await lineage.MakersAsync(query.Digest, cancellationToken);
        if (makers.Count == 0 && Digests.IsDigest(query.Digest) && !store.HasArtifact(query.Digest)
            && await lineage.SourceAsync(query.Digest, MostUsers, cancellationToken) is { Paths.Count: > 0 } source)
            return await SourceAsync(query, source.Paths, source.Users, cancellationToken);
        var (state, view) = await LookAsync(query.Digest, cancellationToken);
        var maker = makers is [var first, ..] ? first : null;
        return new ArtifactModel
        {
            Digest = query.Digest,
            State = state,
            Kind = maker?.Kind,
            Makers = makers,
            Files = view,
            Model = view is null ? null : ModelFacts.Read(store.ArtifactPath(query.Digest)),
            Origin = maker is null ? null : await lineage.OriginAsync(maker.Maker.Key, cancellationToken),
            Users = maker is null
                ? NoUsers
                : await lineage.UsersAsync(maker.Maker.Key, maker.Output, MostUsers, cancellationToken),
            Source = null,
            Rows = view is null ? null : await RowsAsync(query, view, cancellationToken),
        };
    }

    /// <summary>The whole texts of one row that the page shows; null when it is no longer there.</summary>
    public async Task<PreviewRow?> RowAsync(ArtifactModel shown, int number, CancellationToken cancellationToken)
    {
        if (shown.Rows is null)
            return null;
        var path = shown.Source is { } source
            ? SourceFile.Look(options.DataRoots, source.Path).RealPath
            : files.PathOf(shown.Digest, shown.Rows.File);
        return path is null ? null : await rows.RowAsync(path, number, cancellationToken);
    }

    private async Task<(ArtifactState State, ArtifactView? Files)> LookAsync(
        string digest, CancellationToken cancellationToken)
    {
        try
        {
            if (files.Look(digest) is not { } view)
                return (ArtifactState.Removed, null);
            return (await files.IsWholeAsync(digest, CheckingPatience, cancellationToken) switch
            {
                true => ArtifactState.Whole,
                false => ArtifactState.Damaged,
                null => ArtifactState.Checking,
            }, view);
        }
        catch (ArtifactDamagedException)
        {
            return (ArtifactState.Damaged, null);
        }
    }

    private async Task<RowsModel?> RowsAsync(
        ArtifactQuery query, ArtifactView view, CancellationToken cancellationToken)
    {
        var names = view.Files.Select(file => file.Path)
            .Where(path => RowFiles.Contains(Path.GetExtension(path))).ToArray();
        if (names.Length == 0)
            return null;
        var name = query.File is { } chosen && names.Contains(chosen) ? chosen : names[0];
        return await ReadRowsAsync(
            query, files.PathOf(query.Digest, name)!, name, names, isOurs: true, cancellationToken);
    }

    private async Task<ArtifactModel> SourceAsync(
        ArtifactQuery query, IReadOnlyList<string> paths, UserPage users, CancellationToken cancellationToken)
    {
        var looks = paths.Select(path => (Path: path, File: SourceFile.Look(options.DataRoots, path))).ToArray();
        var (path, file) = looks.FirstOrDefault(look => look.File.RealPath is not null, looks[0]);
        var hasRows = file.RealPath is not null && SourceRowFiles.Contains(Path.GetExtension(path));
        return new ArtifactModel
        {
            Digest = query.Digest,
            State = ArtifactState.Outside,
            Kind = null,
            Makers = [],
            Files = null,
            Model = null,
            Origin = null,
            Users = users,
            Source = new SourceModel
            {
                Paths = paths,
                Path = path,
                File = file,
                IsSame = file.RealPath is { } real
                    ? await rows.IsSameAsync(real, query.Digest, cancellationToken)
                    : null,
                Allowed = options.DataRoots.Describe(),
            },
            Rows = hasRows
                ? await ReadRowsAsync(
                    query, file.RealPath!, Path.GetFileName(path), [], isOurs: false, cancellationToken)
                : null,
        };
    }

    private async Task<RowsModel> ReadRowsAsync(
        ArtifactQuery query,
        string path,
        string name,
        IReadOnlyList<string> names,
        bool isOurs,
        CancellationToken cancellationToken)
    {
        var preview = await rows.PreviewAsync(path, query.Page, cancellationToken);
        var inspection = await rows.InspectAsync(path, cancellationToken);
        // The first lines of messages name the file by its path on this machine; people know it by its name.
        var problem = preview.Problem ?? (isOurs && inspection.Format is null ? null : inspection.FirstProblem);
        return new RowsModel
        {
            File = name,
            Files = names,
            Page = query.Page,
            Preview = preview,
            Inspection = inspection,
            Problem = problem is null ? null : (problem with { File = name }).ToString(),
            Bytes = new FileInfo(path).Length,
        };
    }
}
