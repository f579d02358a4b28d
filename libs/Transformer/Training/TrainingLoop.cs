using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Transformer.Training;

/// <summary>
/// Epochs over planned batches: what pretraining, supervised fine-tuning, preference tuning and reward models share. A
/// run that was stopped or killed goes on from its newest checkpoint to the same bits as one that was not.
/// </summary>
public sealed class TrainingLoop
{
    private const string TokenTotal = "num_tokens";
    private const string LossTotal = "loss";

    private readonly ParameterBuffer _parameters;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private readonly TrainingCheckpoint? _checkpoint;
    private IReadOnlyDictionary<string, double> _lastMetrics = new SortedDictionary<string, double>();

    /// <param name="parameters">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="time">Decides when checkpoints by time are due; the system's clock unless given.</param>
    public TrainingLoop(ParameterBuffer parameters, TrainingOptions options, TimeProvider? time = null)
    {
        _parameters = parameters;
        _options = options.Validated();
        _time = time ?? TimeProvider.System;
        _checkpoint = options.Checkpoints is { } policy ? new TrainingCheckpoint(policy.Folder) : null;
    }

    /// <summary>Where the run stands; the loss may keep values of its own in it between updates.</summary>
    public TrainingState State { get; private set; } = new();

    /// <summary>Trains to the end.</summary>
    /// <param name="plan">
    /// The batches of an epoch, each of sample numbers: a pure function, with as many batches in every epoch.
    /// </param>
    /// <param name="loss">Loss of a batch or a part of one, by sample numbers.</param>
    /// <param name="progress">Called after every update.</param>
    /// <param name="recorded">Called after every update, before anything of it is reported or saved.</param>
    /// <param name="stop">Honoured between two updates, after saving a checkpoint.</param>
    /// <exception cref="OperationCanceledException">
    /// Stopped; the state is saved if there is a checkpoint folder.
    /// </exception>
    public TrainingSummary Run(
        Func<int, IReadOnlyList<int[]>> plan, Func<IReadOnlyList<int>, BatchLoss> loss,
        Action<TrainingProgress>? progress = null, Action<UpdateRecord>? recorded = null,
        CancellationToken stop = default)
    {
        using var optimiser = new AdamW(_parameters, _options.Optimiser);
        var updater = new ParameterUpdater(_parameters, optimiser, _options.MaximumGradientNorm);
        State = _checkpoint?.Restore(_parameters, optimiser, _options.Checkpoints!.LatestUpdate)
            ?? new TrainingState();
        var savedAt = _time.GetTimestamp();
        while (State.Epoch < _options.Epochs)
        {
            var batches = plan(State.Epoch);
            var total = checked(batches.Count * _options.Epochs);
            while (State.Position < batches.Count)
            {
                StopIfAsked(optimiser, stop);
                var samples = batches[State.Position];
                var update = Update(updater, samples, loss, total);
                recorded?.Invoke(Record(update, samples));
                Report(update, total, batches.Count, progress);
                SaveIfDue(optimiser, total, ref savedAt);
            }
            (State.Epoch, State.Position) = (State.Epoch + 1, 0);
        }
        return Summary();
    }

    private UpdateMetrics Update(
        ParameterUpdater updater, int[] samples, Func<IReadOnlyList<int>, BatchLoss> loss, int total)
    {
        var rate = _options.Schedule.At(State.Update, total);
        var metrics = updater.Run(rate, MicroBatches(samples).Select<int[], Func<BatchLoss>>(part => () => loss(part)));
        State.Update++;
        State.Position++;
        State.Totals[TokenTotal] = State.Totals.GetValueOrDefault(TokenTotal) + metrics.TokenCount;
        State.Totals[LossTotal] = State.Totals.GetValueOrDefault(LossTotal) + metrics.Values["loss"];
        return metrics;
    }

    private IEnumerable<int[]> MicroBatches(int[] samples)
    {
        var parts = samples.Chunk(_options.MicroBatchSize ?? Math.Max(1, samples.Length));
        return _options.MicroBatchTokens is { } budget ? parts.SelectMany(budget.Split) : parts;
    }

    private UpdateRecord Record(UpdateMetrics update, int[] samples) => new()
    {
        Update = State.Update,
        Epoch = State.Epoch,
        Position = State.Position - 1,
        Samples = samples,
        Metrics = update.Values,
        TokenCount = (long)State.Totals[TokenTotal],
    };

    private void Report(UpdateMetrics update, int total, int batches, Action<TrainingProgress>? progress)
    {
        _lastMetrics = new SortedDictionary<string, double>(
            update.Values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["epoch"] = State.Epoch + (double)State.Position / batches,
            [TokenTotal] = State.Totals[TokenTotal]
        };
        progress?.Invoke(new TrainingProgress { Update = State.Update, TotalUpdates = total, Metrics = _lastMetrics });
    }

    private void StopIfAsked(AdamW optimiser, CancellationToken stop)
    {
        if (!stop.IsCancellationRequested)
            return;
        Save(optimiser);
        stop.ThrowIfCancellationRequested();
    }

    private void SaveIfDue(AdamW optimiser, int total, ref long savedAt)
    {
        if (_checkpoint is null || State.Update == total)
            return;
        if (!_options.Checkpoints!.IsDue(State.Update, _time.GetElapsedTime(savedAt)))
            return;
        Save(optimiser);
        savedAt = _time.GetTimestamp();
    }

    private void Save(AdamW optimiser)
    {
        if (_checkpoint is null)
            return;
        _options.Checkpoints!.BeforeSave?.Invoke();
        _checkpoint.Save(_parameters, optimiser, State);
    }

    private TrainingSummary Summary() => new()
    {
        Updates = State.Update,
        TokenCount = (long)State.Totals.GetValueOrDefault(TokenTotal),
        TrainLoss = State.Totals.GetValueOrDefault(LossTotal) / Math.Max(1, State.Update),
        LastMetrics = _lastMetrics,
        Values = State.Values
    };
}
