namespace WeakToStrong.Torch.Tests.Debian13;

/// <summary>These tests on libtorch 2.6.</summary>
public sealed class SecondLibtorchTests
{
    [Debian13Fact]
    public Task Tests_OnLibtorchOfDebian13_Pass() => Debian13Tests.RunAsync(GetType(), atLeast: 100);
}
