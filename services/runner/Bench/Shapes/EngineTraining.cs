using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>The updates that every gradient step of an experiment makes, on one batch again and again.</summary>
internal sealed class EngineTraining : EngineWork
{
    private readonly TokenSample[][] _microBatches;
    private readonly AdamW _optimiser;
    private readonly ParameterUpdater _updater;
    private double? _loss;

    public EngineTraining(TrainingJob job, ScalarType type, Device device)
        : base(ShapeModel.Draw(job.Config, type, device))
    {
        _microBatches = [.. ShapeModel.Tokens(job.Config, TrainingJob.Rows, job.Length)
            .Select(EngineTrainer.Sample).Chunk(job.Shape.MicroBatchRows)];
        _optimiser = new AdamW(Model.Parameters, new AdamWOptions());
        _updater = new ParameterUpdater(Model.Parameters, _optimiser, TrainingJob.MaximumNorm);
    }

    public override double? Loss => _loss;

    public override long Round()
    {
        var losses = _microBatches.Select<TokenSample[], Func<BatchLoss>>(batch => () => LossOf(batch));
        var metrics = _updater.Run(TrainingJob.LearningRate, losses);
        _loss = metrics.Values["loss"];
        return metrics.TokenCount;
    }

    public override void Dispose()
    {
        _optimiser.Dispose();
        base.Dispose();
    }

    private BatchLoss LossOf(TokenSample[] samples) => LanguageModelLoss.Of(Model, samples, TokenLayout.Packed);
}
