using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What people and programs ask about one step.</summary>
public sealed class StepQueries(TrackerDatabase database, AttemptLogs logs)
{
    public const int MaxAttempts = 1000;

    /// <exception cref="StepNotFoundException">There is none with this key.</exception>
    public Task<StepView> ShowAsync(string key, CancellationToken cancellationToken) =>
        database.ReadAsync(db => ShowAsync(db, key, cancellationToken), cancellationToken);

    /// <inheritdoc cref="ShowAsync(string, CancellationToken)"/>
    public Task<IReadOnlyList<AttemptRow>> AttemptsAsync(string key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                await RequireAsync(db, key, cancellationToken);
                return await AttemptsAsync(db, key, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc cref="ShowAsync(string, CancellationToken)"/>
    public Task RequireAsync(string key, CancellationToken cancellationToken) =>
        database.ReadAsync(db => RequireAsync(db, key, cancellationToken), cancellationToken);

    /// <summary>A part of the log of an attempt.</summary>
    /// <param name="key">The step.</param>
    /// <param name="number">The attempt.</param>
    /// <param name="from">Place of the first byte; null for the end of the log.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StepNotFoundException">There is no such step.</exception>
    /// <exception cref="AttemptLogNotFoundException">The attempt has no log.</exception>
    public async Task<AttemptLogPart> LogAsync(
        string key, int number, long? from, int limit, CancellationToken cancellationToken)
    {
        await RequireAsync(key, cancellationToken);
        var part = from is { } place ? logs.Read(key, number, place, limit) : logs.ReadEnd(key, number, limit);
        return part ?? throw new AttemptLogNotFoundException(key, number);
    }

    private static async Task<StepView> ShowAsync(TrackerContext db, string key, CancellationToken cancellationToken)
    {
        var step = await RequireAsync(db, key, cancellationToken);
        var spec = RunnerProtocol.ReadSpec(step.SpecJson);
        return new StepView
        {
            Key = step.Key,
            Kind = step.Kind,
            Revision = spec.Revision,
            Host = step.Host,
            Status = step.Status,
            Options = spec.Options,
            Seed = spec.Seed,
            Inputs = await InputsAsync(db, spec, cancellationToken),
            Files = [.. spec.Files.Select(file => new StepFile
            {
                Name = file.Key, Path = file.Value.Path, Sha256 = file.Value.Sha256,
            })],
            Outputs = Outputs.Read(step.OutputsJson),
            CostSeconds = step.CostSeconds,
            Failure = step.Failure,
            Attempts = await AttemptsAsync(db, key, cancellationToken),
        };
    }

    private static async Task<Step> RequireAsync(TrackerContext db, string key, CancellationToken cancellationToken) =>
        await db.Steps.AsNoTracking().SingleOrDefaultAsync(step => step.Key == key, cancellationToken)
            ?? throw new StepNotFoundException(key);

    private static async Task<IReadOnlyList<StepInput>> InputsAsync(
        TrackerContext db, StepSpec spec, CancellationToken cancellationToken)
    {
        var keys = spec.Inputs.Values.Select(input => input.StepKey).Distinct().ToArray();
        var outputs = await db.Steps.Where(step => keys.Contains(step.Key))
            .Select(step => new { step.Key, step.OutputsJson })
            .ToDictionaryAsync(step => step.Key, step => Outputs.Read(step.OutputsJson), cancellationToken);
        return [.. spec.Inputs.Select(input => new StepInput
        {
            Name = input.Key,
            StepKey = input.Value.StepKey,
            Output = input.Value.Output,
            Digest = outputs.GetValueOrDefault(input.Value.StepKey)?.GetValueOrDefault(input.Value.Output),
        })];
    }

    private static async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(
        TrackerContext db, string key, CancellationToken cancellationToken)
    {
        var attempts = await db.Attempts.AsNoTracking().Where(attempt => attempt.StepKey == key)
            .OrderByDescending(attempt => attempt.Number).Take(MaxAttempts).ToListAsync(cancellationToken);
        return [.. attempts.Select(RunReader.RowOf)];
    }
}
