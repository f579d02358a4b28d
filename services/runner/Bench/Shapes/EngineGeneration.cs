using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Generation as every step of an experiment does it.</summary>
internal sealed class EngineGeneration : EngineWork
{
    private readonly IReadOnlyList<int[]> _prompts;
    private readonly SequenceGenerator _generator;
    private readonly GenerationOptions _options;

    public EngineGeneration(GenerationJob job, ScalarType type, Device device)
        : base(ShapeModel.Draw(job.Config, type, device))
    {
        _prompts = ShapeModel.Tokens(job.Config, job.BatchSize, job.Length);
        _generator = new SequenceGenerator(Model) { KeepsCache = true };
        // Nothing stops a sequence but its length.
        _options = new GenerationOptions
        {
            MaxNewTokens = GenerationJob.NewTokens, BatchSize = job.BatchSize, StopTokenIds = [],
        };
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _generator.Dispose();
        base.Dispose();
    }

    public override long Round() =>
        _generator.Generate(_prompts, _options).Sum(sequence => (long)sequence.Tokens.Count);
}
