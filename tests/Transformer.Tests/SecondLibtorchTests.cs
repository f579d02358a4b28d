using WeakToStrong.Torch.Tests.Debian13;

namespace WeakToStrong.Transformer.Tests;

/// <summary>These tests on libtorch 2.6, whose fused operators stand in for ours on devices.</summary>
public sealed class SecondLibtorchTests
{
    [Debian13Fact]
    public Task Tests_OnLibtorchOfDebian13_Pass() => Debian13Tests.RunAsync(GetType(), atLeast: 500);
}
