using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Runner.Bench;

/// <summary>Our side of the training benchmarks: the updates that every gradient step of an experiment makes.</summary>
internal sealed class EngineTrainer : IDisposable
{
    public const double LearningRate = 1e-3;
    public const double MaximumNorm = 1;

    private readonly AdamW _optimiser;
    private readonly ParameterUpdater _updater;

    public EngineTrainer(string preset)
    {
        Model = LlamaModel.Create(Presets.Get(preset, WorldTokens.VocabularySize), seed: 1);
        _optimiser = new AdamW(Model.Parameters, Settings);
        _updater = new ParameterUpdater(Model.Parameters, _optimiser, MaximumNorm);
    }

    /// <summary>Pretraining's.</summary>
    public static AdamWOptions Settings { get; } = new() { Beta2 = 0.98, WeightDecay = 0.01 };

    public LlamaModel Model { get; }

    /// <summary>Loss of the newest update.</summary>
    public double LastLoss { get; private set; }

    public static TokenSample Sample(int[] tokens) => TokenSample.ForPretraining("document", tokens);

    /// <summary>Mean next-token loss of samples.</summary>
    public double Loss(IReadOnlyList<TokenSample> samples)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var loss = LossOf(samples);
        return loss.Sum.ToDouble() / loss.Weight;
    }

    /// <summary>One update per batch.</summary>
    public Measurement Train(IReadOnlyList<TokenSample[]> batches) => Measurement.Of(() =>
    {
        var tokens = 0L;
        foreach (var batch in batches)
        {
            var metrics = _updater.Run(LearningRate, () => LossOf(batch));
            tokens += metrics.TokenCount;
            LastLoss = metrics.Values["loss"];
        }
        return tokens;
    });

    public void Dispose()
    {
        _optimiser.Dispose();
        Model.Dispose();
    }

    private BatchLoss LossOf(IReadOnlyList<TokenSample> samples) =>
        LanguageModelLoss.Of(Model, samples, TokenLayout.Packed);
}
