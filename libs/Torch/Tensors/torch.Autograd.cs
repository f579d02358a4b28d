using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    /// <summary>Records no graph on this thread until it is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static bool is_grad_enabled() => NativeMethods.w2s_grad_mode() != 0;

    // The mode is a property of the thread: dispose on the same thread, and await nothing in between.
    private sealed class GradMode : IDisposable
    {
        private readonly int _previous = NativeMethods.w2s_grad_mode();

        internal GradMode(bool enabled) => NativeMethods.w2s_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.w2s_set_grad_mode(_previous);
    }

    public static unsafe class autograd
    {
        /// <summary>
        /// Gradients of <paramref name="outputs"/> with respect to <paramref name="inputs"/>, accumulated nowhere.
        /// </summary>
        /// <param name="outputs">Scalars, unless <paramref name="grad_outputs"/> gives their gradients.</param>
        /// <param name="inputs">Tensors of the graph.</param>
        /// <param name="grad_outputs">One per output, of its shape.</param>
        /// <param name="retain_graph">Keeps the graph for another pass, as create_graph does anyway.</param>
        /// <param name="create_graph">Makes the gradients differentiable.</param>
        /// <param name="allow_unused">An input that the outputs do not depend on gets null instead of an error.</param>
        public static IList<Tensor?> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            RequireOnePerOutput(outputs, grad_outputs, nameof(grad_outputs));
            nint[] outs = Handles(outputs), ins = Handles(inputs), grads = Handles(grad_outputs ?? []);
            var results = new nint[ins.Length];
            fixed (nint* outPointer = outs, inPointer = ins, gradPointer = grads, resultPointer = results)
            {
                Native.Check(
                    NativeMethods.w2s_autograd_grad(outPointer, gradPointer, outs.Length, inPointer, ins.Length,
                        retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0,
                        resultPointer),
                    "autograd.grad");
            }
            KeepAlive(outputs, inputs, grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
        }

        /// <summary>Adds the gradients of the leaves into their <c>grad</c>.</summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            RequireOnePerOutput(tensors, grad_tensors, nameof(grad_tensors));
            nint[] outs = Handles(tensors), grads = Handles(grad_tensors ?? []), ins = Handles(inputs ?? []);
            fixed (nint* outPointer = outs, gradPointer = grads, inPointer = ins)
            {
                Native.Check(
                    NativeMethods.w2s_backward(outPointer, gradPointer, outs.Length,
                        retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, inPointer, ins.Length),
                    "autograd.backward");
            }
            KeepAlive(tensors, grad_tensors, inputs);
        }

        private static void RequireOnePerOutput(IList<Tensor> outputs, IList<Tensor>? gradients, string name)
        {
            if (gradients is not null && gradients.Count != outputs.Count)
                throw new ArgumentException($"{gradients.Count} gradients for {outputs.Count} outputs", name);
        }

        private static nint[] Handles(IList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Handle)];

        private static void KeepAlive(params ReadOnlySpan<object?> lists)
        {
            foreach (var list in lists) GC.KeepAlive(list);
        }
    }
}
