namespace WeakToStrong.Torch.Interop;

internal static partial class Aten
{
    internal static readonly Operator matmul = new("aten::matmul");
    internal static readonly Operator mm = new("aten::mm");
    internal static readonly Operator bmm = new("aten::bmm");
    internal static readonly Operator mv = new("aten::mv");
    internal static readonly Operator dot = new("aten::dot");
    internal static readonly Operator outer = new("aten::outer");
    internal static readonly Operator addmm = new("aten::addmm");
    internal static readonly Operator addmm_ = new("aten::addmm_");
    internal static readonly Operator baddbmm = new("aten::baddbmm");
    internal static readonly Operator einsum = new("aten::einsum");
    internal static readonly Operator linear = new("aten::linear");
}
