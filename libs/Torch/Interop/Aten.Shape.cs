namespace WeakToStrong.Torch.Interop;

internal static partial class Aten
{
    internal static readonly Operator view = new("aten::view");
    internal static readonly Operator reshape = new("aten::reshape");
    internal static readonly Operator permute = new("aten::permute");
    internal static readonly Operator transpose_int = new("aten::transpose", "int");
    internal static readonly Operator t = new("aten::t");
    internal static readonly Operator expand = new("aten::expand");
    internal static readonly Operator squeeze = new("aten::squeeze");
    internal static readonly Operator squeeze_dim = new("aten::squeeze", "dim");
    internal static readonly Operator unsqueeze = new("aten::unsqueeze");
    internal static readonly Operator flatten_using_ints = new("aten::flatten", "using_ints");
    internal static readonly Operator unflatten_int = new("aten::unflatten", "int");
    internal static readonly Operator repeat = new("aten::repeat");
    internal static readonly Operator repeat_interleave_self_int = new("aten::repeat_interleave", "self_int");
    internal static readonly Operator repeat_interleave_self_Tensor = new("aten::repeat_interleave", "self_Tensor");
    internal static readonly Operator tile = new("aten::tile");
    internal static readonly Operator broadcast_to = new("aten::broadcast_to");
    internal static readonly Operator split_Tensor = new("aten::split", "Tensor");
    internal static readonly Operator split_with_sizes = new("aten::split_with_sizes");
    internal static readonly Operator chunk = new("aten::chunk");
    internal static readonly Operator unbind_int = new("aten::unbind", "int");
    internal static readonly Operator cat = new("aten::cat");
    internal static readonly Operator stack = new("aten::stack");
    internal static readonly Operator narrow = new("aten::narrow");
    internal static readonly Operator select_int = new("aten::select", "int");
    internal static readonly Operator slice_Tensor = new("aten::slice", "Tensor");
    internal static readonly Operator as_strided = new("aten::as_strided");
    internal static readonly Operator unfold = new("aten::unfold");
    internal static readonly Operator movedim_intlist = new("aten::movedim", "intlist");
    internal static readonly Operator flip = new("aten::flip");
    internal static readonly Operator roll = new("aten::roll");
    internal static readonly Operator tril = new("aten::tril");
    internal static readonly Operator triu = new("aten::triu");
    internal static readonly Operator diagonal = new("aten::diagonal");
    internal static readonly Operator contiguous = new("aten::contiguous");
    internal static readonly Operator clone = new("aten::clone");
    internal static readonly Operator copy_ = new("aten::copy_");
    internal static readonly Operator detach = new("aten::detach");
    internal static readonly Operator detach_ = new("aten::detach_");
    internal static readonly Operator to_device = new("aten::to", "device");
    internal static readonly Operator to_dtype = new("aten::to", "dtype");
}
