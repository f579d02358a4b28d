namespace WeakToStrong.Torch.Tests;

/// <summary>Comparisons that read well in tests.</summary>
internal static class TensorAssert
{
    internal static void Equal<T>(T[] expected, Tensor actual) where T : unmanaged =>
        Assert.Equal(expected, actual.data<T>().ToArray());

    /// <summary>Within <paramref name="tolerance"/> of each element, relative to the larger of it and 1.</summary>
    internal static void Close(double[] expected, Tensor actual, double tolerance)
    {
        using var doubles = actual.to(ScalarType.Float64);
        var found = doubles.data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - found[i]) <= allowed, $"[{i}]: {expected[i]:R} was {found[i]:R}");
        }
    }
}
