using WeakToStrong.Runner.Bench;
using WeakToStrong.Runner.Bench.Shapes;
using WeakToStrong.Transformer.Models;
using static WeakToStrong.Torch.torch;

namespace WeakToStrong.Runner.Tests.Bench.Shapes;

/// <summary>Memory that does not suffice is a finding, on either side, and the next job goes on.</summary>
public sealed class OutOfMemoryTests
{
    private static readonly ShapeRounds Rounds = new(count: 1, new BenchProgress(TextWriter.Null, isTerminal: false));

    private static readonly ModelConfig Small = new()
    {
        VocabularySize = 50,
        HiddenSize = 8,
        IntermediateSize = 8,
        Layers = 1,
        Heads = 1,
        KeyValueHeads = 1,
        HeadDim = 8,
    };

    // More bytes than addresses.
    private static readonly ModelConfig Endless = Small with
    {
        HiddenSize = 1 << 24,
        IntermediateSize = 1 << 24,
        Layers = 64,
        VocabularySize = 1 << 24,
    };

    [Theory]
    [InlineData("OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has 79.11 GiB", true)]
    [InlineData("aten::zeros: CUDA error: out of memory [[6738415616]]", true)]
    [InlineData("aten::mm: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", true)]
    [InlineData("aten::mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", false)]
    [InlineData("the gradient is not finite (loss NaN)", false)]
    public void Explains_WhatLibtorchSaid_IsTrueOfMemoryAlone(string problem, bool expected) =>
        Assert.Equal(expected, OutOfMemory.Explains(problem));

    [Fact]
    public void Engine_OfAShapeThatDoesNotFit_SaysSoAndGoesOn()
    {
        var side = new EngineSide(ScalarType.Float32, CPU, Rounds);

        var endless = side.Run(Job(Endless));
        var small = side.Run(Job(Small));

        Assert.True(OutOfMemory.Explains(endless.Problem!), endless.Problem);
        Assert.Empty(endless.Rounds);
        Assert.Null(small.Problem);
        Assert.Equal(TrainingJob.Rows * 16, Assert.Single(small.Rounds).Tokens);
    }

    [Fact]
    public void Peer_OfAShapeThatDoesNotFit_SaysSoAndGoesOn()
    {
        using var peer = ShapePeer.Start("cpu")!;

        var endless = peer.Run(Job(Endless), "float32", Rounds);
        var small = peer.Run(Job(Small), "float32", Rounds);

        Assert.True(OutOfMemory.Explains(endless.Problem!), endless.Problem);
        Assert.Null(small.Problem);
        Assert.Equal(TrainingJob.Rows * 16, Assert.Single(small.Rounds).Tokens);
        Assert.InRange(small.Loss!.Value, Math.Log(50) - 0.2, Math.Log(50) + 0.2);
    }

    private static TrainingJob Job(ModelConfig config) => new()
    {
        Shape = new BenchShape { Name = "shape", Config = config, MicroBatchRows = 4 }, Length = 16,
    };
}
