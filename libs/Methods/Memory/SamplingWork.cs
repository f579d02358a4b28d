using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>A step that generates.</summary>
internal sealed record SamplingWork(ModelConfig Config, FloatType Type, SamplingOptions Options)
    : StepWork(Config, Type)
{
    public override MemoryEstimate Estimate(double lengthShare)
    {
        var prompt = Length(Options.MaxPromptLength, lengthShare);
        var work = Memory.Generation(Options.BatchSize, prompt, Options.MaxNewTokens, Options.Temperature == 0);
        return work with { Weights = Memory.Weights };
    }

    public override IEnumerable<(string Option, StepWork Work)> Savings()
    {
        foreach (var size in Halves(Options.BatchSize))
            yield return ($"labeling: {{batch_size: {size}}}", OfBatches(size));
        yield return InBfloat16;
        yield return (
            $"{InBfloat16.Option} with labeling: {{batch_size: 1}}",
            OfBatches(1) with { Type = FloatType.Bfloat16 });
    }

    private SamplingWork OfBatches(int size) => this with { Options = Options with { BatchSize = size } };
}

/// <summary>A step that reads a model, and at most scores samples with it.</summary>
internal sealed record ScoringWork(ModelConfig Config, FloatType Type, int BatchSize, int MaxLength)
    : StepWork(Config, Type)
{
    public override MemoryEstimate Estimate(double lengthShare)
    {
        var work = Memory.ScoringPass((long)BatchSize * Length(MaxLength, lengthShare), targets: 0);
        return work with { Weights = Memory.Weights };
    }

    public override IEnumerable<(string Option, StepWork Work)> Savings() => [InBfloat16];
}
