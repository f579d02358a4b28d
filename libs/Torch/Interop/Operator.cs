using System.Runtime.CompilerServices;

namespace WeakToStrong.Torch.Interop;

/// <summary>
/// One operator of libtorch's dispatcher, named by its schema (<c>aten::add.Tensor</c> is name <c>aten::add</c>,
/// overload <c>Tensor</c>). It is looked up at its first call. Arguments are given in the schema's order; trailing
/// ones that are left out take the schema's defaults.
/// </summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int ResultCapacity = 8;
    private const int InlineScratch = 64;

    private nint _handle;

    private string FullName => overload.Length == 0 ? name : $"{name}.{overload}";

    internal static bool Exists(string name, string overload)
    {
        Native.Check(NativeMethods.w2s_operator_exists(name, overload, out var exists), name);
        return exists != 0;
    }

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return OneTensor(result);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that.</summary>
    internal Tensor Apply(params ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return arguments[0].Tensor;
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal (Tensor, Tensor) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (OneTensor(results[0]), OneTensor(results[1]));
    }

    /// <summary>Calls an operator and returns all tensors among its results, lists flattened.</summary>
    internal Tensor[] CallAll(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        var count = Invoke(arguments, results, ResultCapacity);
        var tensors = new List<Tensor>();
        for (var i = 0; i < count; i++) Collect(results[i], tensors);
        return [.. tensors];
    }

    /// <summary>Calls an operator that returns one number or truth value.</summary>
    internal Scalar CallScalar(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Tag switch
        {
            Tag.Int => result.Bits,
            Tag.Double => result.Real,
            Tag.Bool => result.Bits != 0,
            _ => throw new TorchException($"{FullName}: returns no number"),
        };
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        if (_handle == 0) Find();
        var words = 0;
        foreach (ref readonly var argument in arguments) words += argument.ScratchWords;
        var scratch = words <= InlineScratch ? stackalloc long[InlineScratch] : new long[words];
        var values = stackalloc NativeValue[arguments.Length];
        int count;
        fixed (long* start = scratch)
        {
            var free = start;
            for (var i = 0; i < arguments.Length; i++) arguments[i].Write(ref values[i], ref free);
            var status =
                NativeMethods.w2s_operator_call(_handle, values, arguments.Length, results, capacity, &count);
            if (status != 0) throw Native.Failure(FullName, Describe(arguments));
        }
        return count;
    }

    private void Find()
    {
        Native.Check(NativeMethods.w2s_operator_find(name, overload, out var handle), FullName);
        _handle = handle;
    }

    private Tensor OneTensor(in NativeValue value) => value.Tag == Tag.Tensor
        ? Tensor.UnsafeCreateTensor((nint)value.Bits)
        : throw new TorchException($"{FullName}: returns {value.Tag} where a tensor was expected");

    private static void Collect(in NativeValue value, List<Tensor> tensors)
    {
        if (value.Tag == Tag.Tensor) tensors.Add(Tensor.UnsafeCreateTensor((nint)value.Bits));
        if (value.Tag == Tag.TensorList)
        {
            var handles = (nint*)value.Bits;
            for (var i = 0; i < value.Count; i++) tensors.Add(Tensor.UnsafeCreateTensor(handles[i]));
        }
        if (value.Tag is Tag.TensorList or Tag.IntList) NativeMethods.w2s_free((void*)value.Bits);
    }

    private static string Describe(ReadOnlySpan<Argument> arguments)
    {
        var texts = new List<string>();
        foreach (ref readonly var argument in arguments) texts.Add(argument.ToString());
        return string.Join(", ", texts);
    }
}
