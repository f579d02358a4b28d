using System.Runtime.InteropServices;
using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static unsafe partial class LibTorch
{
    /// <summary>
    /// A differentiable operation with a forward and a backward of one's own, as PyTorch's autograd.Function.
    /// </summary>
    /// <param name="inputs">What the operation is differentiated by.</param>
    /// <param name="forward">
    /// Makes the outputs, without a graph. What backward needs it hands to the context; all other tensors it makes are
    /// disposed.
    /// </param>
    /// <param name="backward">
    /// Gets one gradient per output (null where none arrived) and returns one per input (null for none). It runs
    /// without a graph, on CUDA on another thread; all other tensors it makes are disposed.
    /// </param>
    /// <returns>The outputs, owned by the caller's scope.</returns>
    public static Tensor[] Function(
        IReadOnlyList<Tensor> inputs, Func<FunctionContext, IReadOnlyList<Tensor>> forward,
        Func<FunctionContext, Tensor?[], Tensor?[]> backward)
    {
        var context = new FunctionContext(inputs, backward);
        try
        {
            var outputs = RunForward(context, forward);
            if (context.IsDifferentiable) return Attach(inputs, outputs, context);
            context.Dispose();
            return outputs;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static Tensor[] RunForward(FunctionContext context, Func<FunctionContext, IReadOnlyList<Tensor>> forward)
    {
        using var scope = torch.NewDisposeScope();
        using var mode = torch.no_grad();
        // Second handles, so that an input returned as it is stays the caller's.
        return [.. forward(context).Select(output => scope.MoveToOuter(output.alias()))];
    }

    private static Tensor[] Attach(IReadOnlyList<Tensor> inputs, Tensor[] outputs, FunctionContext context)
    {
        nint[] ins = [.. inputs.Select(input => input.Handle)], outs = [.. outputs.Select(output => output.Handle)];
        var results = new nint[outs.Length];
        var state = GCHandle.Alloc(context);
        fixed (nint* inPointer = ins, outPointer = outs, resultPointer = results)
        {
            var status = NativeMethods.w2s_attach_backward(inPointer, ins.Length, outPointer, outs.Length,
                GCHandle.ToIntPtr(state), &RunBackward, &ReleaseContext, resultPointer);
            if (status != 0)
            {
                state.Free();
                throw Native.Failure(nameof(Function), "");
            }
        }
        GC.KeepAlive(inputs);
        foreach (var output in outputs) output.Dispose();
        return Array.ConvertAll(results, Tensor.UnsafeCreateTensor);
    }

    [UnmanagedCallersOnly]
    private static int RunBackward(
        nint state, nint* outputGradients, int outputCount, nint* inputGradients, int inputCount)
    {
        try
        {
            var context = (FunctionContext)GCHandle.FromIntPtr(state).Target!;
            context.RunBackward(
                new Span<nint>(outputGradients, outputCount), new Span<nint>(inputGradients, inputCount));
            return 0;
        }
        catch (Exception failure)
        {
            // The engine turns the status into an error of the backward call, which then carries this one.
            Native.RememberCallbackFailure(failure);
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void ReleaseContext(nint state)
    {
        var handle = GCHandle.FromIntPtr(state);
        ((FunctionContext)handle.Target!).Dispose();
        handle.Free();
    }
}
