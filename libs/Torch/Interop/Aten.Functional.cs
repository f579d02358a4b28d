namespace WeakToStrong.Torch.Interop;

internal static partial class Aten
{
    internal static readonly Operator one_hot = new("aten::one_hot");
    internal static readonly Operator nll_loss_nd = new("aten::nll_loss_nd");
    internal static readonly Operator cross_entropy_loss = new("aten::cross_entropy_loss");
    internal static readonly Operator mse_loss = new("aten::mse_loss");
    internal static readonly Operator l1_loss = new("aten::l1_loss");
    internal static readonly Operator smooth_l1_loss = new("aten::smooth_l1_loss");
    internal static readonly Operator binary_cross_entropy_with_logits = new("aten::binary_cross_entropy_with_logits");
    internal static readonly Operator kl_div = new("aten::kl_div");
    internal static readonly Operator layer_norm = new("aten::layer_norm");
}
