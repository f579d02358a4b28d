using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Artifacts;
using WeakToStrong.Tracker.Components.Pages.Data;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Lineage;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Data;

public sealed class ArtifactPageReaderTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly string _data = Directory.CreateTempSubdirectory("tracker-data-").FullName;
    private readonly RowsReader _rows = new();

    [Fact]
    public async Task Read_AnArtifactOfARun_HasFilesMakerAndLineage()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var digest = await MakeAsync(tracker);

        var model = await ReadAsync(tracker, digest);

        Assert.Equal((ArtifactState.Whole, ArtifactKind.Model), (model.State, model.Kind));
        Assert.Equal("made.txt", Assert.Single(model.Files!.Files).Path);
        Assert.Equal(2, model.Origin!.Steps.Count);
        Assert.Equal("scores", Assert.Single(model.Users.Steps).Name);
        Assert.Null(model.Rows);
        var graph = LineageGraph.Of(model);
        Assert.Equal((3, 2), (graph.Nodes.Count, graph.Edges.Count));
        Assert.Equal($"/data/{digest}", graph.Addresses[graph.Selected!]);
    }

    [Fact]
    public async Task Read_AFileOfItWasChanged_IsDamaged()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var digest = await MakeAsync(tracker);
        var file = Path.Combine(tracker.Get<ArtifactStore>().ArtifactPath(digest), "made.txt");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(file, "something else");

        Assert.Equal(ArtifactState.Damaged, (await ReadAsync(tracker, digest)).State);
    }

    [Fact]
    public async Task Read_ItWasCollected_IsRemovedAndKeepsItsLineage()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var digest = await MakeAsync(tracker);
        Directory.Delete(tracker.Get<ArtifactStore>().ArtifactPath(digest), recursive: true);

        var model = await ReadAsync(tracker, digest);

        Assert.Equal(ArtifactState.Removed, model.State);
        Assert.True(model.IsKnown);
        Assert.NotEmpty(model.Origin!.Edges);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("../../etc/passwd")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Read_NothingHasThisDigest_IsNotKnown(string digest)
    {
        await using var tracker = await TestTracker.OpenAsync(_store);

        Assert.False((await ReadAsync(tracker, digest)).IsKnown);
    }

    [Fact]
    public async Task Read_AFileFromOutside_ShowsItsRowsAndWhetherItIsTheSame()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var path = Path.Combine(_data, "transfer.jsonl");
        await File.WriteAllTextAsync(path, "{\"question\": \"q\", \"answer\": \"a\", \"correction\": \"c\"}\n");
        var sha256 = await NameAsync(tracker, path);

        var same = await ReadAsync(tracker, sha256);
        await File.AppendAllTextAsync(path, "{\"question\": 1}\n");
        var changed = await ReadAsync(tracker, sha256);

        Assert.Equal((SourceState.There, true), (same.Source!.File.State, same.Source.IsSame));
        Assert.Equal((1, 0), (same.Rows!.Preview.RowCount, same.Rows.Inspection.Columns.Count - 3));
        Assert.Single(same.Users.Steps);
        Assert.False(changed.Source!.IsSame);
        Assert.StartsWith("transfer.jsonl:2: ", changed.Rows!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AFileOutsideTheRoots_SaysNothingOfIt()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var sha256 = await NameAsync(tracker, "/etc/passwd");

        var model = await ReadAsync(tracker, sha256);

        Assert.Equal(SourceState.Outside, model.Source!.File.State);
        Assert.Null(model.Source.File.Size);
        Assert.Null(model.Rows);
        Assert.Contains(_data, model.Source.Allowed, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _store.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<ArtifactModel> ReadAsync(TestTracker tracker, string digest)
    {
        using var files = new ArtifactFiles(tracker.Get<ArtifactStore>());
        var reader = new ArtifactPageReader(
            tracker.Get<LineageQueries>(), tracker.Get<ArtifactStore>(), files, _rows,
            new ApiOptions { DataRoots = new InputRoots([_data]) });
        // What is still being checked is seen again until it is known.
        while (true)
            if (await reader.ReadAsync(ArtifactQuery.Of(digest, null, null), default)
                is { State: not ArtifactState.Checking } model)
                return model;
    }

    private async Task<string> MakeAsync(TestTracker tracker)
    {
        var plan = _store.Plan();
        var data = plan.Prepare();
        var model = plan.Train(data, "train");
        plan.Evaluate(model, "scores");
        await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(data.Step.Key);
        await tracker.CompleteAsync(model.Step.Key);
        return (await tracker.Get<LineageQueries>().OriginAsync(model.Step.Key, default)).Steps[0].Outputs["model"];
    }

    /// <summary>As a step names a file that it reads.</summary>
    private async Task<string> NameAsync(TestTracker tracker, string path)
    {
        var plan = _store.Plan();
        var data = plan.Prepare();
        await tracker.LaunchAsync(plan.Request());
        var sha256 = Digests.OfFile(path);
        await tracker.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.StepSources.Add(new StepSource
                {
                    StepKey = data.Step.Key, Name = "transfer", Path = path, Sha256 = sha256,
                });
                return db.SaveChangesAsync();
            },
            default);
        return sha256;
    }
}
