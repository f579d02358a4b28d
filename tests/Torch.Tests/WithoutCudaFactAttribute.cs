namespace WeakToStrong.Torch.Tests;

/// <summary>A test of what is said without CUDA; skipped, with the reason, where there is one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WithoutCudaFactAttribute : FactAttribute
{
    public WithoutCudaFactAttribute() => Skip = torch.cuda.is_available() ? "this libtorch has CUDA" : null;
}
