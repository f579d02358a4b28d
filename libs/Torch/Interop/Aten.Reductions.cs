namespace WeakToStrong.Torch.Interop;

internal static partial class Aten
{
    internal static readonly Operator sum = new("aten::sum");
    internal static readonly Operator sum_dim_IntList = new("aten::sum", "dim_IntList");
    internal static readonly Operator mean = new("aten::mean");
    internal static readonly Operator mean_dim = new("aten::mean", "dim");
    internal static readonly Operator var = new("aten::var");
    internal static readonly Operator var_dim = new("aten::var", "dim");
    internal static readonly Operator std = new("aten::std");
    internal static readonly Operator std_dim = new("aten::std", "dim");
    internal static readonly Operator prod = new("aten::prod");
    internal static readonly Operator prod_dim_int = new("aten::prod", "dim_int");
    internal static readonly Operator max = new("aten::max");
    internal static readonly Operator max_dim = new("aten::max", "dim");
    internal static readonly Operator min = new("aten::min");
    internal static readonly Operator min_dim = new("aten::min", "dim");
    internal static readonly Operator amax = new("aten::amax");
    internal static readonly Operator amin = new("aten::amin");
    internal static readonly Operator argmax = new("aten::argmax");
    internal static readonly Operator argmin = new("aten::argmin");
    internal static readonly Operator all = new("aten::all");
    internal static readonly Operator all_dim = new("aten::all", "dim");
    internal static readonly Operator any = new("aten::any");
    internal static readonly Operator any_dim = new("aten::any", "dim");
    internal static readonly Operator logsumexp = new("aten::logsumexp");
    internal static readonly Operator norm_Scalar = new("aten::norm", "Scalar");
    internal static readonly Operator norm_ScalarOpt_dim = new("aten::norm", "ScalarOpt_dim");
    internal static readonly Operator cumsum = new("aten::cumsum");
    internal static readonly Operator cumprod = new("aten::cumprod");
    internal static readonly Operator sort_stable = new("aten::sort", "stable");
    internal static readonly Operator argsort = new("aten::argsort");
    internal static readonly Operator topk = new("aten::topk");
    internal static readonly Operator kthvalue = new("aten::kthvalue");
    internal static readonly Operator median = new("aten::median");
    internal static readonly Operator bincount = new("aten::bincount");
    internal static readonly Operator _unique2 = new("aten::_unique2");
    internal static readonly Operator count_nonzero = new("aten::count_nonzero");
    internal static readonly Operator count_nonzero_dim_IntList = new("aten::count_nonzero", "dim_IntList");
    internal static readonly Operator softmax_int = new("aten::softmax", "int");
    internal static readonly Operator log_softmax_int = new("aten::log_softmax", "int");
}
