using System.ComponentModel.DataAnnotations;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Adapters;

public sealed class LoraAdapterTests
{
    private static readonly ModelConfig Config = Golden.TinyConfig();

    [Theory]
    [InlineData("q_proj")]
    [InlineData("k_proj")]
    [InlineData("v_proj")]
    [InlineData("o_proj")]
    [InlineData("gate_proj")]
    [InlineData("up_proj")]
    [InlineData("down_proj")]
    [InlineData("all-linear")]
    public void Backward_OfATarget_GivesThoseOfTheFullWeightTimesTheOtherFactor(string target)
    {
        using var scope = torch.NewDisposeScope();
        var options = new LoraOptions { Rank = 3, Alpha = 7, Targets = [target] };
        using var model = LlamaModel.Create(Config, seed: 3, ScalarType.Float64);
        var adapter = Loras.Scatter(model.Adapt(options, seed: 5));
        adapter.Parameters.RequireGradients();
        Loss(model).backward();
        using var full = LlamaModel.Create(Config, seed: 3, ScalarType.Float64);
        Loras.Scatter(full.Adapt(options, seed: 5));
        full.MergeAdapter();
        full.Parameters.RequireGradients();
        Loss(full).backward();

        Assert.Null(model.Parameters.Gradients);
        Assert.Equal((target == "all-linear" ? 7 : 1) * Config.Layers, adapter.Modules.Count);
        foreach (var module in adapter.Modules)
        {
            var (a, b) = (adapter.Parameters[module.NameOfA], adapter.Parameters[module.NameOfB]);
            var gradient = full.Parameters[module.WeightName].Gradient!; // G: [out, in]
            AssertClose(gradient.mm(a.Value.detach().t()).mul(7.0 / 3), b.Gradient!, 1e-12);
            AssertClose(b.Value.detach().t().mm(gradient).mul(7.0 / 3), a.Gradient!, 1e-12);
            Assert.True(a.Gradient!.abs().max().ToDouble() > 1e-4, module.Name);
        }
    }

    /// <summary>ΔW = B A = −η G Aᵀ A = −η G.</summary>
    [Fact]
    public void Update_OfBWithOrthogonalA_IsThatOfTheFullWeight()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        // q, k, v, gate and up read as many numbers as the model is wide.
        var options = new LoraOptions
        {
            Rank = Config.HiddenSize,
            Alpha = Config.HiddenSize,
            Targets = ["q_proj", "k_proj", "v_proj", "gate_proj", "up_proj"]
        };
        const double rate = 0.1;
        using var model = LlamaModel.Create(Config, seed: 3, ScalarType.Float64);
        var adapter = model.Adapt(options, seed: 5);
        foreach (var module in adapter.Modules)
            adapter.Parameters[module.NameOfA].Value.copy_(Orthogonal(Config.HiddenSize));
        adapter.Parameters.RequireGradients();
        using var full = LlamaModel.Create(Config, seed: 3, ScalarType.Float64);
        full.Parameters.RequireGradients();
        using (torch.enable_grad())
        {
            Loss(model).backward();
            Loss(full).backward();
        }
        foreach (var module in adapter.Modules)
        {
            adapter.Parameters[module.NameOfB].Value.sub_(adapter.Parameters[module.NameOfB].Gradient!.mul(rate));
            full.Parameters[module.WeightName].Value.sub_(full.Parameters[module.WeightName].Gradient!.mul(rate));
        }

        AssertClose(Loss(model), Loss(full), 1e-12);
        var modules = adapter.Modules;
        model.MergeAdapter();
        foreach (var module in modules)
            AssertClose(model.Parameters[module.WeightName].Value, full.Parameters[module.WeightName].Value, 1e-12);
    }

    [Fact]
    public void WithoutAdapter_AfterTraining_IsTheBaseBitForBit()
    {
        using var model = LlamaModel.Create(Config, seed: 3);
        var untouched = (Loras.Logits(model), model.Parameters.Checksum());
        Loras.Scatter(model.Adapt(new LoraOptions(), seed: 5));
        var adapted = Loras.Logits(model);
        using (model.WithoutAdapter())
        {
            using (model.WithoutAdapter())
                Assert.Equal(untouched.Item1, Loras.Logits(model));
            Assert.Equal(untouched.Item1, Loras.Logits(model));
        }
        Assert.NotEqual(untouched.Item1, adapted);
        Assert.Equal(adapted, Loras.Logits(model));
        Assert.Equal(untouched.Item2, model.Parameters.Checksum());
    }

    [Fact]
    public void Adapt_NewAdapter_ChangesNothingAndStartsAsPeftDoes()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Config, seed: 3);
        var before = Loras.Logits(model);
        var adapter = model.Adapt(new LoraOptions { Rank = 8 }, seed: 5);

        Assert.Equal(before, Loras.Logits(model));
        foreach (var module in adapter.Modules)
        {
            var a = adapter.Parameters[module.NameOfA].Value;
            var bound = 1 / Math.Sqrt(a.size(1));
            Assert.InRange(a.abs().max().ToDouble(), 0.9 * bound, bound);
            Assert.InRange(a.mean().ToDouble(), -0.2 * bound, 0.2 * bound);
            Assert.Equal(0, adapter.Parameters[module.NameOfB].Value.abs().max().ToDouble());
        }
    }

    [Fact]
    public void MergeAdapter_Afterwards_ComputesWhatTheAdaptedModelDid()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = LlamaModel.Create(Config, seed: 3);
        Loras.Scatter(model.Adapt(new LoraOptions { Rank = 4, Alpha = 4 }, seed: 5));
        var adapted = Loss(model);
        model.MergeAdapter();

        AssertClose(Loss(model), adapted, 1e-5);
        Assert.Null(model.Adapter);
        Assert.Null(model.WithoutAdapter());
        using var clone = model.Clone();
        Assert.Equal(Loras.Logits(model), Loras.Logits(clone));
    }

    [Fact]
    public void Head_OfAnAdaptedModel_IsTrainedWithoutTheBasesOwn()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(
            Config, seed: 3, ScalarType.Float64, null, new ScalarHeadSpec { Name = ScalarHeadSpec.Score });
        var own = model.Head(ScalarHeadSpec.Score);
        var adapter = model.Adapt(
            new LoraOptions(), seed: 5, new ScalarHeadSpec { Name = ScalarHeadSpec.Value, StartsAtZero = true });
        adapter.Parameters.RequireGradients();
        var trained = model.Head(ScalarHeadSpec.Score);
        var batch = model.Batch(Golden.MakeSamples(Config, 6, 11));
        trained.Apply(model.Hidden(batch, batch.LastIndex)).sum().backward();

        Assert.Equal(2, trained.Bias.Gradient!.ToDouble());
        Assert.Equal(LibTorch.Checksum(own.Weight.Value), LibTorch.Checksum(trained.Weight.Value));
        Assert.Equal(2, model.Heads.Count);
        using (model.WithoutAdapter())
        {
            Assert.Same(own, model.Head(ScalarHeadSpec.Score));
            Assert.Throws<ArgumentException>(() => model.Head(ScalarHeadSpec.Value));
        }
    }

    [Fact]
    public void Backward_BFloat16Model_TrainsAFloat32AdapterWithCloseGradients()
    {
        using var scope = torch.NewDisposeScope();
        var single = Gradient(ScalarType.Float32);
        var half = Gradient(ScalarType.BFloat16);

        Assert.Equal(ScalarType.Float32, half.dtype);
        Assert.InRange((half - single).norm().ToDouble() / single.norm().ToDouble(), 1e-5, 0.1);

        static Tensor Gradient(ScalarType type)
        {
            using var model = LlamaModel.Create(Config, seed: 3, type);
            var adapter = Loras.Scatter(model.Adapt(
                new LoraOptions { Rank = 3, Alpha = 3 }, seed: 5, new ScalarHeadSpec { Name = ScalarHeadSpec.Score }));
            var gradients = adapter.Parameters.RequireGradients();
            var batch = model.Batch(Golden.MakeSamples(Config, 9, 4));
            (Loss(model) + model.Head(ScalarHeadSpec.Score).Apply(model.Hidden(batch)).mean()).backward();
            return gradients.clone();
        }
    }

    [Fact]
    public void Clone_OfAnAdaptedModel_IsRefused()
    {
        using var model = LlamaModel.Create(Config, seed: 3);
        model.Adapt(new LoraOptions(), seed: 5);
        Assert.Throws<InvalidOperationException>(model.Clone);
        Assert.Throws<InvalidOperationException>(() => model.Adapt(new LoraOptions(), seed: 5));
    }

    [Fact]
    public void Validate_UnknownTarget_NamesTheAllowed()
    {
        var options = new LoraOptions { Targets = ["q_proj", "query"] };
        var problem = Assert.Single(options.Validate(new ValidationContext(options)));
        Assert.Equal(
            "there is no layer 'query'; allowed are all-linear, q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, "
            + "down_proj", problem.ErrorMessage);
        Assert.Single(new LoraOptions { Targets = [] }.Validate(new ValidationContext(options)));
    }

    private static Tensor Loss(LlamaModel model) =>
        LogProbabilities.PerToken(model, model.Batch(Golden.MakeSamples(Config, 9, 5, 14))).mean().neg();

    private static void AssertClose(Tensor actual, Tensor expected, double tolerance) =>
        Assert.True(Golden.Difference(actual.detach(), expected.detach()) < tolerance);

    // A reflection, I − 2 v vᵀ / |v|², that mixes all places.
    private static Tensor Orthogonal(int size)
    {
        var v = torch.arange(1, size + 1, dtype: ScalarType.Float64).unsqueeze(1);
        return torch.eye(size, dtype: ScalarType.Float64) - v.mm(v.t()) * (2 / v.square().sum().ToDouble());
    }
}
