using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Adapters;

public sealed class DropoutTests
{
    [Fact]
    public void Draw_OfAMask_LeavesOutAsManyAsAskedAndDependsOnTheStream()
    {
        using var scope = torch.NewDisposeScope();
        var mask = Mask("sft/3/row 8/q_proj");

        Assert.InRange(mask.to_type(ScalarType.Float64).mean().ToDouble(), 0.69, 0.71);
        Assert.Equal(LibTorch.Checksum(mask), LibTorch.Checksum(Mask("sft/3/row 8/q_proj")));
        Assert.NotEqual(LibTorch.Checksum(mask), LibTorch.Checksum(Mask("sft/4/row 8/q_proj")));
        // Rows of one mask are no copies of each other.
        Assert.InRange(mask[0].eq(mask[1]).to_type(ScalarType.Float64).mean().ToDouble(), 0.5, 0.66);
    }

    [Fact]
    public void AddTo_WithMasks_EqualsTheCompositionInValueAndGradient()
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 3, ScalarType.Float64);
        var adapter = Loras.Scatter(model.Adapt(
            new LoraOptions { Rank = 3, Alpha = 6, Dropout = 0.3, Targets = ["k_proj"] }, seed: 5));
        adapter.Parameters.RequireGradients();
        string[] matrices = [LlamaLayout.Layer(0, "self_attn.q_proj"), LlamaLayout.Layer(0, "self_attn.k_proj")];
        var slice = adapter.For(matrices)!.Slices[0];
        var mask = DropoutMask.Draw(new CounterRandom(5, "k_proj"), 0.3, [4, 24], torch.CPU);
        var x = torch.arange(96, dtype: ScalarType.Float64).view(4, 24).sin().requires_grad_();
        var xOther = x.detach().clone().requires_grad_();
        var (a, b) = (slice.A.Value.detach().requires_grad_(), slice.B.Value.detach().requires_grad_());

        var y = LowRank.AddTo(torch.ones([4, 48], dtype: ScalarType.Float64), x, [slice], [mask], 0.7);
        y.square().sum().backward();
        var part = (xOther * mask / 0.7).matmul(a.t()).matmul(b.t()) * 2 + 1;
        part.square().sum().backward();

        Assert.True(Golden.Difference(y.detach().narrow(1, 24, 12), part.detach()) < 1e-12);
        Assert.Equal(36, y.detach().eq(1).narrow(1, 0, 24).sum().ToDouble() / 4 + 12);
        Assert.True(Golden.Difference(x.grad!, xOther.grad!) < 1e-12);
        Assert.True(Golden.Difference(slice.A.Gradient!, a.grad!) < 1e-12);
        Assert.True(Golden.Difference(slice.B.Gradient!, b.grad!) < 1e-12);
    }

    [Fact]
    public void Forward_OutsideOfTraining_DropsNothing()
    {
        using var model = LlamaModel.Create(Golden.TinyConfig(), seed: 3);
        var adapter = Loras.Scatter(model.Adapt(new LoraOptions { Dropout = 0.5 }, seed: 5));
        var whole = Loras.Logits(model);
        adapter.Pass = "sft/3/row 8";
        var dropped = Loras.Logits(model);
        Assert.Equal(dropped, Loras.Logits(model));
        adapter.Pass = "sft/4/row 8";
        var another = Loras.Logits(model);
        adapter.Pass = null;
        Assert.Equal(3, new[] { whole, dropped, another }.Distinct().Count());
        Assert.Equal(whole, Loras.Logits(model));
    }

    private static Tensor Mask(string stream) =>
        DropoutMask.Draw(new CounterRandom(1, stream), probability: 0.3, [200, 101], torch.CPU);
}
