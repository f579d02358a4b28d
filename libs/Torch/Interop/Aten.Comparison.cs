namespace WeakToStrong.Torch.Interop;

internal static partial class Aten
{
    internal static readonly Operator eq_Tensor = new("aten::eq", "Tensor");
    internal static readonly Operator eq_Scalar = new("aten::eq", "Scalar");
    internal static readonly Operator ne_Tensor = new("aten::ne", "Tensor");
    internal static readonly Operator ne_Scalar = new("aten::ne", "Scalar");
    internal static readonly Operator lt_Tensor = new("aten::lt", "Tensor");
    internal static readonly Operator lt_Scalar = new("aten::lt", "Scalar");
    internal static readonly Operator le_Tensor = new("aten::le", "Tensor");
    internal static readonly Operator le_Scalar = new("aten::le", "Scalar");
    internal static readonly Operator gt_Tensor = new("aten::gt", "Tensor");
    internal static readonly Operator gt_Scalar = new("aten::gt", "Scalar");
    internal static readonly Operator ge_Tensor = new("aten::ge", "Tensor");
    internal static readonly Operator ge_Scalar = new("aten::ge", "Scalar");
    internal static readonly Operator isnan = new("aten::isnan");
    internal static readonly Operator isinf = new("aten::isinf");
    internal static readonly Operator isfinite = new("aten::isfinite");
    internal static readonly Operator equal = new("aten::equal");
    internal static readonly Operator allclose = new("aten::allclose");
    internal static readonly Operator isclose = new("aten::isclose");
    internal static readonly Operator searchsorted_Tensor = new("aten::searchsorted", "Tensor");
    internal static readonly Operator bucketize_Tensor = new("aten::bucketize", "Tensor");
}
