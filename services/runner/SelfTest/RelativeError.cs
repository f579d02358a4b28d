namespace WeakToStrong.Runner.SelfTest;

/// <summary>How far tensors are apart.</summary>
internal static class RelativeError
{
    /// <summary>
    /// The largest over all tensors of max |a − b| / max |b|: relative to the tensor, as an element near 0 is a
    /// difference of large ones. Infinite where a number is not finite or the shapes differ.
    /// </summary>
    public static double Largest(IReadOnlyList<Tensor> found, IReadOnlyList<Tensor> expected) =>
        found.Zip(expected, Of).Max();

    private static double Of(Tensor found, Tensor expected)
    {
        if (!found.shape.SequenceEqual(expected.shape))
            return double.PositiveInfinity;
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var (left, right) = (Wide(found), Wide(expected));
        var difference = (left - right).abs().max().ToDouble();
        var largest = right.abs().max().ToDouble();
        return !double.IsFinite(difference) ? double.PositiveInfinity
            : largest == 0 ? difference
            : difference / largest;
    }

    private static Tensor Wide(Tensor tensor) => tensor.detach().cpu().to_type(ScalarType.Float64);
}
