namespace WeakToStrong.Torch.Tests;

public sealed class LibTorchTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void SchemaExists_KnownAndUnknown_TellsThemApart()
    {
        Assert.True(LibTorch.SchemaExists("aten::add", "Tensor"));
        Assert.False(LibTorch.SchemaExists("aten::add", "NoSuchOverload"));
    }

    [Fact]
    public void Deterministic_Set_IsReadBack()
    {
        Assert.False(LibTorch.Deterministic);
        LibTorch.Deterministic = true;
        try
        {
            Assert.True(LibTorch.Deterministic);
            Assert.Throws<TorchException>(() => LibTorch.Call("aten::put_", "", ones(4), tensor([0L]), ones(1)));
        }
        finally
        {
            LibTorch.Deterministic = false;
        }
    }

    [Fact]
    public void ThreadCount_Set_IsReadBack()
    {
        var before = LibTorch.ThreadCount;
        LibTorch.ThreadCount = 1;
        Assert.Equal(1, LibTorch.ThreadCount);
        Assert.Equal(1, get_num_threads());
        LibTorch.ThreadCount = before;
        Assert.Throws<ArgumentOutOfRangeException>(() => LibTorch.ThreadCount = 0);
    }

    [Fact]
    public void Load_Here_DescribesTheBuild()
    {
        var info = LibTorch.Load();
        Assert.Matches(@"^\d+\.\d+", info.Version);
        Assert.NotEqual("unknown", info.Blas);
        Assert.NotEqual("unknown", info.CpuCapability);
        Assert.Contains("PyTorch built with", info.Config, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_WithoutADevice_SaysSo()
    {
        if (cuda.is_available()) return;
        Assert.Equal(0, cuda.device_count());
        Assert.Throws<TorchException>(() => cuda.synchronize());
    }

    [Theory]
    [InlineData("aten::dropout")]
    [InlineData("aten::native_dropout")]
    [InlineData("aten::rand_like")]
    [InlineData("aten::randn")]
    [InlineData("aten::normal_")]
    [InlineData("aten::bernoulli")]
    [InlineData("aten::multinomial")]
    public void Call_DrawWithoutGenerator_IsRefused(string name)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => LibTorch.Call(name, "", ones(2), 0.5, true));
        Assert.StartsWith(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_DrawWithGenerator_IsAllowed()
    {
        using var generator = new Generator(1);
        var drawn = LibTorch.Call("aten::bernoulli", "p", ones(4), 1.0, generator);
        TensorAssert.Equal([1f, 1f, 1f, 1f], drawn);
    }

    [Fact]
    public void Call_AttentionWithDropout_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => LibTorch.Call("aten::scaled_dot_product_attention", "",
            ones(1, 2, 4), ones(1, 2, 4), ones(1, 2, 4), Argument.None, 0.1, false));

    [Fact]
    public void Call_EveryOperatorWithAGenerator_IsRefusedWithoutOne()
    {
        // golden/random_operators.py asked PyTorch which ones there are.
        foreach (var name in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "random_operators.txt")))
            Assert.Throws<InvalidOperationException>(() => LibTorch.Call(name, "", ones(2)));
    }

    [Fact]
    public void Embedding_Rows_HaveAGradient()
    {
        var table = arange(6).@float().reshape(3, 2).requires_grad_();
        var rows = LibTorch.Embedding(table, tensor([2L, 0L, 2L]));
        TensorAssert.Equal([4f, 5f, 0f, 1f, 4f, 5f], rows.detach());
        rows.sum().backward();
        TensorAssert.Equal([1f, 1f, 0f, 0f, 2f, 2f], table.grad!);
    }

    [Fact]
    public void ViewAs_SameWidth_ReadsTheBits() =>
        Assert.Equal(0x3f800000, LibTorch.ViewAs(ones(1), ScalarType.Int32).item<int>());
}
