namespace WeakToStrong.Methods.Tests;

/// <summary>Small vectors in float64, and comparing them.</summary>
internal static class Numbers
{
    public static Tensor Doubles(params double[] values) => torch.tensor(values, dtype: ScalarType.Float64);

    public static void Close(double[] expected, Tensor actual, double tolerance = 1e-6) =>
        Close(expected, actual.detach().data<double>().ToArray(), tolerance);

    public static void Close(double[] expected, double[] actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"entry {i}: expected {expected[i]}, found {actual[i]}");
    }
}
