using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Lineage;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Lineage;

[Collection(SharedServers.Name)]
public sealed class LineageQueriesTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Makers_OfAnArtifact_NameTheStepAndItsRun(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (data, model, runId) = await TrainAsync(tracker, store);

        var maker = Assert.Single(await MakersAsync(tracker, await DigestAsync(tracker, model.Step.Key)));

        Assert.Equal((model.Step.Key, "model", ArtifactKind.Model), (maker.Maker.Key, maker.Output, maker.Kind));
        Assert.Equal((runId, 1), (maker.Maker.Run!.Id, maker.Maker.RunCount));
        Assert.Equal(tracker.Clock.GetUtcNow().ToUnixTimeSeconds(), maker.MadeAt.ToUnixTimeSeconds());
        Assert.NotEqual(data.Step.Key, maker.Maker.Key);
    }

    [Theory]
    [Engines]
    public async Task Origin_OfAModel_GoesBackToTheData(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (data, model, _) = await TrainAsync(tracker, store);

        var origin = await tracker.Get<LineageQueries>().OriginAsync(model.Step.Key, default);

        Assert.Equal([model.Step.Key, data.Step.Key], origin.Steps.Select(step => step.Key));
        var edge = Assert.Single(origin.Edges);
        Assert.Equal((data.Step.Key, model.Step.Key), (edge.FromKey, edge.ToKey));
        Assert.Equal(["data"], edge.Outputs);
        Assert.False(origin.IsCut);
    }

    [Theory]
    [Engines]
    public async Task Users_OfAnOutput_AreThoseThatNeedThisOneAlone(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (data, model, _) = await TrainAsync(tracker, store);
        var lineage = tracker.Get<LineageQueries>();

        var users = await lineage.UsersAsync(data.Step.Key, "data", 10, default);

        Assert.Equal(model.Step.Key, Assert.Single(users.Steps).Key);
        Assert.Equal(1, users.TotalCount);
        Assert.Empty((await lineage.UsersAsync(data.Step.Key, "dat", 10, default)).Steps);
        Assert.Empty((await lineage.UsersAsync(data.Step.Key, "other", 10, default)).Steps);
    }

    [Theory]
    [Engines]
    public async Task Outputs_OfAStepThatIsExecutedAgain_AreNoMore(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (_, model, runId) = await TrainAsync(tracker, store);
        var digest = await DigestAsync(tracker, model.Step.Key);
        await tracker.Get<RunCommands>().CancelAsync(runId, default);
        Directory.Delete(Path.Combine(store.Root, "artifacts", digest), recursive: true);

        await tracker.Get<RunCommands>().RetryAsync(runId, default);

        Assert.Empty(await MakersAsync(tracker, digest));
        await tracker.CompleteAsync(model.Step.Key);
        Assert.Single(await MakersAsync(tracker, digest));
    }

    [Theory]
    [Engines]
    public async Task Launch_OfWhatTheStoreHas_KnowsItsArtifacts(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (data, model, runId) = await TrainAsync(tracker, store);
        await tracker.Get<RunCommands>().CancelAsync(runId, default);
        await tracker.Get<RunCommands>().RemoveAsync(runId, default);
        var digest = tracker.Get<ArtifactStore>().OutputDigest(new OutputRef(model.Step.Key, "model"));
        Assert.Empty(await MakersAsync(tracker, digest));

        await TrainAsync(tracker, store, isCached: true);

        Assert.Equal(model.Step.Key, Assert.Single(await MakersAsync(tracker, digest)).Maker.Key);
        Assert.Single((await tracker.Get<LineageQueries>().UsersAsync(data.Step.Key, "data", 10, default)).Steps);
    }

    [Fact]
    public async Task Users_AmongAHundredThousandSteps_AreFoundAtOnce()
    {
        const int steps = 100_000;
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await TestTracker.OpenAsync(store);
        await tracker.Get<TrackerDatabase>().WriteAsync(
            db => db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO steps
                    (key, kind, host, spec_json, cost_seconds, path_seconds, status, attempt_count, lost_count)
                SELECT 'step-' || number, 'k', 'Trainer', '', 1, 1, 'Completed', 1, 0
                FROM generate_series(1, {steps}) AS number;
                INSERT INTO step_dependencies (step_key, depends_on_key, outputs)
                SELECT 'step-' || number, 'step-' || number / 10, 'labels model'
                FROM generate_series(10, {steps}) AS number;
                INSERT INTO step_outputs (step_key, name, digest, kind, step_kind, made_at)
                SELECT 'step-' || number, 'model', md5(number::text) || md5(number::text), 'Model', 'k', number
                FROM generate_series(1, {steps}) AS number;
                ANALYZE steps; ANALYZE step_dependencies; ANALYZE step_outputs;
                """),
            default);
        var lineage = tracker.Get<LineageQueries>();
        await lineage.UsersAsync("step-1", "model", 10, default);

        var watch = Stopwatch.StartNew();
        var users = await lineage.UsersAsync("step-4321", "model", 10, default);
        var origin = await lineage.OriginAsync("step-99999", default);

        Assert.Equal(10, users.TotalCount);
        Assert.Equal("step-43210", users.Steps[0].Key);
        Assert.Equal(5, origin.Steps.Count);
        Assert.Contains(
            "IX_step_dependencies_depends_on_key",
            await PlanAsync(tracker, $"EXPLAIN SELECT 1 FROM step_dependencies WHERE depends_on_key = 'step-4321'"));
        Assert.Contains(
            "IX_step_outputs_digest",
            await PlanAsync(tracker, $"EXPLAIN SELECT 1 FROM step_outputs WHERE digest = 'a'"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"it took {watch.Elapsed}");
    }

    private static async Task<string> PlanAsync(TestTracker tracker, FormattableString query) =>
        string.Join('\n', await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.Database.SqlQuery<string>(query).ToListAsync(), default));

    /// <summary>Data, a model made of it, and its evaluation, which is not executed.</summary>
    private static async Task<(StepHandle Data, StepHandle Model, Guid RunId)> TrainAsync(
        TestTracker tracker, TestStore store, bool isCached = false)
    {
        var plan = store.Plan();
        var data = plan.Prepare();
        var model = plan.Train(data, "train");
        plan.Evaluate(model, "evaluate");
        var runId = await tracker.LaunchAsync(plan.Request());
        if (!isCached)
        {
            await tracker.CompleteAsync(data.Step.Key);
            await tracker.CompleteAsync(model.Step.Key);
        }
        return (data, model, runId);
    }

    private static Task<IReadOnlyList<ArtifactRow>> MakersAsync(TestTracker tracker, string digest) =>
        tracker.Get<LineageQueries>().MakersAsync(digest, default);

    private static Task<string> DigestAsync(TestTracker tracker, string stepKey) =>
        tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.StepOutputs.Where(output => output.StepKey == stepKey)
                .Select(output => output.Digest).SingleAsync(),
            default);
}
