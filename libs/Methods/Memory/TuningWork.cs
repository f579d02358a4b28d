using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>A gradient step that goes over samples or pairs.</summary>
internal sealed record TuningWork(ModelConfig Config, FloatType Type, TuningOptions Options) : StepWork(Config, Type)
{
    /// <summary>Samples of a unit: two of a pair.</summary>
    public int SamplesPerUnit { get; init; } = 1;

    /// <summary>Whether the loss scores the vocabulary; a reward model's does not.</summary>
    public bool ScoresVocabulary { get; init; } = true;

    /// <summary>
    /// Whether samples are also scored without being learned from: DPO's by the reference, a reward model's once it is
    /// trained.
    /// </summary>
    public bool AlsoScores { get; init; }

    /// <summary>The adapter that is trained in place of the model; null: the model is.</summary>
    private LoraOptions? Lora => (Options as FineTuningOptions)?.Lora;

    public override MemoryEstimate Estimate(double lengthShare)
    {
        var length = (long)SamplesPerUnit * Length(Options.MaxLength, lengthShare);
        var units = Math.Min(Options.MicroBatchSize ?? Options.BatchSize, Options.BatchSize);
        var rows = Limited(units * length, length, Options.MicroBatchTokens);
        var pass = Memory.TrainingPass(
            rows, Scored(rows), Options.ActivationCheckpointing ?? false, Lora is not null);
        if (AlsoScores)
            pass = pass.Or(Scoring(Limited(Options.BatchSize * length, length, Options.MicroBatchTokens)));
        var state = Memory.TrainingState(Lora?.WeightCount(Config));
        return pass with
        {
            Weights = state.Weights,
            Gradients = state.Gradients,
            Optimiser = state.Optimiser,
        };
    }

    public override IEnumerable<(string Option, StepWork Work)> Savings()
    {
        var tokens = SamplesPerUnit * Math.Min(Options.MaxLength, Config.MaxPositions);
        var parts = this with { Options = Options with { MicroBatchTokens = tokens } };
        var again = this with { Options = Options with { ActivationCheckpointing = true } };
        var both = parts with { Options = parts.Options with { ActivationCheckpointing = true } };
        yield return ($"micro_batch_tokens: {tokens}", parts);
        yield return ("activation_checkpointing: true", again);
        yield return ($"micro_batch_tokens: {tokens} with activation_checkpointing: true", both);
        if (both.Options is not FineTuningOptions tuning)
            yield break;
        var adapter = both with { Options = tuning with { Lora = tuning.Lora ?? new LoraOptions() } };
        yield return ($"lora, with micro_batch_tokens: {tokens} and activation_checkpointing: true", adapter);
        yield return (
            $"lora and {InBfloat16.Option}, with micro_batch_tokens: {tokens} and activation_checkpointing: true",
            adapter with { Type = FloatType.Bfloat16 });
    }

    private long Scored(long rows) => ScoresVocabulary ? rows : 0;

    private MemoryEstimate Scoring(long rows) => Memory.ScoringPass(rows, Scored(rows));
}
