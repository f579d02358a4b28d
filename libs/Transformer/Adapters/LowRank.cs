using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>The part of one linear layer's output that an adapter adds to.</summary>
/// <param name="Module">Its rank and scale.</param>
/// <param name="A">[r, in].</param>
/// <param name="B">[width, r].</param>
/// <param name="Offset">First column of the layer's output.</param>
internal sealed record LowRankSlice(LoraModule Module, Parameter A, Parameter B, long Offset)
{
    public long Width => B.Value.size(0);

    /// <summary>The columns of a gradient or an output [N, out] that this is about: [N, width], borrowed.</summary>
    public Tensor Of(Tensor output) => output.narrow(1, Offset, Width);
}

/// <summary>
/// y + s B A x in slices of y (Hu et al., arXiv:2106.09685, equation 3), with a backward in closed form: with g the
/// gradient of y and u = s A x, ∂B = gᵀ u, ∂A = s (g B)ᵀ x and ∂x = s g B A. Weights are read in the type of x, and
/// their gradients added up in their own.
/// </summary>
internal static class LowRank
{
    /// <summary>Adds to y where it lies.</summary>
    /// <param name="y">[N, out]: written to. Nobody may need its old values.</param>
    /// <param name="x">[N, in].</param>
    /// <param name="slices">Parts of y.</param>
    /// <param name="keepMasks">[N, in] bool for each slice, or none at all.</param>
    /// <param name="keepProbability">1 − p: what stays counts 1 / (1 − p) times.</param>
    /// <returns>[N, out]: y.</returns>
    public static Tensor AddTo(
        Tensor y, Tensor x, IReadOnlyList<LowRankSlice> slices, IReadOnlyList<Tensor> keepMasks,
        double keepProbability) => LibTorch.Function(
        [y, x, .. slices.Select(slice => slice.A.Value), .. slices.Select(slice => slice.B.Value)],
        context =>
        {
            context.SaveForBackward(x);
            for (var index = 0; index < slices.Count; index++)
                context.SaveForBackward(Forward(y, Kept(x, keepMasks, index), slices[index], keepProbability));
            foreach (var keepMask in keepMasks)
                context.SaveForBackward(keepMask);
            return [y];
        },
        (context, gradients) =>
        {
            var masks = context.Saved.Skip(1 + slices.Count).ToList();
            var dx = context.NeedsInputGrad[1] ? torch.zeros_like(context.Saved[0]) : null;
            for (var index = 0; index < slices.Count; index++)
                Backward(gradients[0]!, context, masks, index, slices[index], keepProbability, dx);
            return [gradients[0], dx, .. new Tensor?[2 * slices.Count]];
        })[0];

    // Returns u, [N, r].
    private static Tensor Forward(Tensor y, Tensor x, LowRankSlice slice, double keepProbability)
    {
        var u = MatrixProduct.Of(x, Read(slice.A, x)).mul_(slice.Module.Scale / keepProbability);
        MatrixProduct.AddTo(slice.Of(y), u, Read(slice.B, x));
        return u;
    }

    private static void Backward(
        Tensor gradient, FunctionContext context, List<Tensor> masks, int index, LowRankSlice slice,
        double keepProbability, Tensor? dx)
    {
        var (x, u, g) = (context.Saved[0], context.Saved[1 + index], slice.Of(gradient));
        Add(slice.B.Gradient, g.t(), u);
        var du = g.mm(Read(slice.B, x)).mul_(slice.Module.Scale / keepProbability); // [N, r]
        Add(slice.A.Gradient, du.t(), Kept(x, masks, index));
        if (dx is null)
            return;
        if (masks.Count == 0)
            dx.addmm_(du, Read(slice.A, x));
        else
            dx.add_(du.mm(Read(slice.A, x)).mul_(masks[index]));
    }

    private static Tensor Kept(Tensor x, IReadOnlyList<Tensor> keepMasks, int index) =>
        keepMasks.Count == 0 ? x : x.mul(keepMasks[index]);

    private static Tensor Read(Parameter weight, Tensor x) =>
        weight.Value.dtype == x.dtype ? weight.Value : weight.Value.to_type(x.dtype);

    private static void Add(Tensor? sum, Tensor left, Tensor right)
    {
        if (sum?.dtype == left.dtype)
            sum.addmm_(left, right);
        else
            sum?.add_(left.mm(right));
    }
}
