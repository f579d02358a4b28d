using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int w2s_grad_mode();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void w2s_set_grad_mode(int enabled);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int w2s_requires_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int w2s_set_requires_grad(nint tensor, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial int w2s_is_leaf(nint tensor);

    [LibraryImport(Library)]
    internal static partial int w2s_retain_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int w2s_grad(nint tensor, out nint gradient);

    [LibraryImport(Library)]
    internal static partial int w2s_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)]
    internal static partial int w2s_backward(nint* tensors, nint* gradients, int count, int retainGraph,
        int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial int w2s_autograd_grad(nint* outputs, nint* gradients, int outputCount, nint* inputs,
        int inputCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library)]
    internal static partial int w2s_attach_backward(nint* inputs, int inputCount, nint* outputs, int outputCount,
        nint state, delegate* unmanaged<nint, nint*, int, nint*, int, int> backward,
        delegate* unmanaged<nint, void> release, nint* results);
}
