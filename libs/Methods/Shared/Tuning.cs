using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// The way from options and a loss to a tuned model that every gradient step but PPO takes: plan of batches, schedule,
/// checkpoints in the step's own folder, progress, and the request to stop.
/// </summary>
internal static class Tuning
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(10);

    /// <summary>Tunes <paramref name="model"/> in place.</summary>
    /// <param name="stage">Names its checkpoints, where a step has several stages.</param>
    /// <param name="lengths">Length of each sample or pair, by which batches are grouped.</param>
    /// <param name="rowIds">Id of each, for the ledger.</param>
    /// <param name="leftOut">What is not among them, for whoever watches.</param>
    /// <param name="loss">Indices of one (micro-)batch → its loss.</param>
    /// <param name="before">Updates of the step's stages before this one, which progress counts from.</param>
    /// <param name="after">Updates of the stages after it.</param>
    /// <param name="tokensBefore">Tokens of the stages before this one.</param>
    /// <param name="tokenCounts">Tokens of each pair; where it is of samples, their lengths.</param>
    /// <returns>Tokens trained on so far, those of the stages before included.</returns>
    public static long Run(
        StepContext context,
        string stage,
        LlamaModel model,
        TuningOptions options,
        IReadOnlyList<int> lengths,
        IReadOnlyList<string> rowIds,
        LeftOut leftOut,
        Func<IReadOnlyList<int>, BatchLoss> loss,
        int before = 0,
        int after = 0,
        long tokensBefore = 0,
        IReadOnlyList<int>? tokenCounts = null)
    {
        if (lengths.Count == 0 || options.Epochs == 0)
            return tokensBefore;
        model.CheckpointsActivations = options.ActivationCheckpointing ?? false;
        var recorder = new TrainingRecorder(context, stage, model.Trained);
        var loop = new TrainingLoop(
            model.Trained, LoopOptions(context, stage, options, recorder, tokenCounts ?? lengths));
        var seed = (ulong)context.Seed;
        try
        {
            var summary = loop.Run(
                epoch => BatchPlan.Create(lengths, options.BatchSize, options.Batching, seed, epoch),
                Loss,
                progress => context.Report(new StepProgress(
                    before + progress.Update, before + progress.TotalUpdates + after, "updates",
                    Reported(progress.Metrics, leftOut, tokensBefore))),
                update => recorder.Enter(update, [.. update.Samples.Select(sample => rowIds[sample])]),
                context.Stop);
            return tokensBefore + summary.TokenCount;
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            throw new StepStoppedException();
        }
        finally
        {
            model.Adapter?.Pass = null;
        }

        BatchLoss Loss(IReadOnlyList<int> samples)
        {
            model.BeginPass(stage, loop.State.Update, rowIds[samples[0]]);
            return loss(samples);
        }
    }

    /// <summary>Updates that <see cref="Run"/> makes of so many samples or pairs.</summary>
    public static int UpdateCount(int samples, TuningOptions options) =>
        checked((samples + options.BatchSize - 1) / options.BatchSize * options.Epochs);

    private static SortedDictionary<string, double> Reported(
        IReadOnlyDictionary<string, double> metrics, LeftOut leftOut, long tokensBefore)
    {
        var reported = new SortedDictionary<string, double>(
            metrics.Concat(leftOut.Metrics).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        reported[AxisMetrics.TokenCount] += tokensBefore;
        return reported;
    }

    private static TrainingOptions LoopOptions(
        StepContext context, string stage, TuningOptions options, TrainingRecorder recorder,
        IReadOnlyList<int> tokenCounts) => new()
        {
            Epochs = options.Epochs,
            MicroBatchSize = options.MicroBatchSize,
            MicroBatchTokens = options.Budget(tokenCounts),
            MaximumGradientNorm = options.MaxGradNorm,
            Schedule = new LearningRateSchedule
            {
                Shape = options.Schedule,
                Peak = options.LearningRate,
                WarmupFraction = options.LearningRateWarmup,
                FinalFraction = options.FinalFraction,
            },
            Optimiser = new AdamWOptions
            {
                Beta1 = options.AdamBeta1,
                Beta2 = options.AdamBeta2,
                Epsilon = options.AdamEpsilon,
                WeightDecay = options.WeightDecay,
            },
            Checkpoints = new CheckpointPolicy
            {
                Folder = Path.Combine(context.CheckpointFolder, stage),
                Every = CheckpointInterval,
                LatestUpdate = recorder.Reach,
                BeforeSave = recorder.Flush,
            },
        };
}
