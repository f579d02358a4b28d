using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public bool requires_grad
        {
            get => NativeMethods.w2s_requires_grad(Handle) != 0;
            set => Native.Check(NativeMethods.w2s_set_requires_grad(Handle, value ? 1 : 0), nameof(requires_grad));
        }

        public bool is_leaf => NativeMethods.w2s_is_leaf(Handle) != 0;

        /// <summary>
        /// The gradient accumulated by backward, or null. Each read is a new handle on it, owned by the caller's scope.
        /// </summary>
        public Tensor? grad
        {
            get
            {
                Native.Check(NativeMethods.w2s_grad(Handle, out var gradient), nameof(grad));
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set => Native.Check(NativeMethods.w2s_set_grad(Handle, value?.Handle ?? 0), nameof(grad));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Makes backward fill in <see cref="grad"/> of a tensor that is no leaf.</summary>
        public void retain_grad() => Native.Check(NativeMethods.w2s_retain_grad(Handle), nameof(retain_grad));

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same elements, outside the graph.</summary>
        public Tensor detach() => Aten.detach.Call(this);

        public Tensor detach_() => Aten.detach_.Apply(this);
    }
}
