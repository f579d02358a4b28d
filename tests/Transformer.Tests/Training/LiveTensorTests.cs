using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Tests.Models;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Transformer.Tests.Training;

/// <summary>The count of live native tensors is the process's, so these run while no other test does.</summary>
[CollectionDefinition(nameof(LiveTensorTests), DisableParallelization = true)]
[Collection(nameof(LiveTensorTests))]
public sealed class LiveTensorTests
{
    private static readonly ModelConfig Config = Golden.TinyConfig();

    [Fact]
    public void Update_Repeated_LeavesTheSameNumberOfTensors()
    {
        using var model = LlamaModel.Create(Config, seed: 7);
        using var optimiser = new AdamW(model.Parameters, new());
        var updater = new ParameterUpdater(model.Parameters, optimiser);
        var samples = Golden.MakeSamples(Config, 9, 4, 12);
        Settle();
        var live = new List<long>();
        for (var update = 0; update < 5; update++)
        {
            updater.Run(1e-3, () => Loss(model, samples[..2]), () => Loss(model, samples[2..]));
            live.Add(LibTorch.LiveTensorCount);
        }
        Assert.Single(live.Skip(1).Distinct());
    }

    [Fact]
    public void Generate_Afterwards_LeavesNoTensorBehind()
    {
        using var model = LlamaModel.Create(Config, seed: 7);
        var generator = new SequenceGenerator(model);
        var options = new GenerationOptions { MaxNewTokens = 6, Temperature = 1, WithLogProbabilities = true };
        generator.Generate([[3, 4], [5]], options);
        Settle();
        var live = LibTorch.LiveTensorCount;
        generator.Generate([[3, 4], [5]], options);
        Assert.Equal(live, LibTorch.LiveTensorCount);
    }

    [Fact]
    public void Dispose_OfAModel_FreesEveryTensor()
    {
        Settle();
        var live = LibTorch.LiveTensorCount;
        using (var model = LlamaModel.Create(Config, seed: 7))
        {
            using var scope = torch.NewDisposeScope();
            model.Parameters.RequireGradients();
            Loss(model, Golden.MakeSamples(Config, 5)).Sum.backward();
        }
        Assert.Equal(live, LibTorch.LiveTensorCount);
    }

    private static BatchLoss Loss(LlamaModel model, TokenSample[] samples)
    {
        var batch = model.Batch(samples);
        var loss = LogProbabilities.PerToken(model, batch).sum().neg();
        return new BatchLoss { Sum = loss, Weight = batch.TargetCount, Metrics = [new("logps", loss.detach(), 1)] };
    }

    // What earlier tests left to the finalizer goes now, not while we count.
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
