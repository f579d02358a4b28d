namespace WeakToStrong.Runner.Tests;

public sealed class StepEnvironmentTests
{
    /// <summary>Manifests of earlier versions have it so.</summary>
    [Fact]
    public void Describe_ADevice_IsWhatManifestsHave() =>
        Assert.Equal(
            "CudaDevice { Name = NVIDIA H100, MemoryBytes = 85520809984 }",
            StepEnvironment.Describe(new CudaDevice("NVIDIA H100", 85_520_809_984)));
}
