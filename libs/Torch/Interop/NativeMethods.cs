using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

/// <summary>
/// The shim's entries, one for one. Those that return <c>int</c> through <see cref="Native.Check(int, string)"/> report
/// failure; those marked SuppressGCTransition only read a field.
/// </summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "w2storch";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, ShimLoader.Resolve);

    [LibraryImport(Library)]
    internal static partial byte* w2s_last_error();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int w2s_operator_exists(string name, string overload, out int exists);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int w2s_operator_find(string name, string overload, out nint found);

    [LibraryImport(Library)]
    internal static partial int w2s_operator_call(nint op, NativeValue* arguments, int argumentCount,
        NativeValue* results, int resultCapacity, int* resultCount);

    [LibraryImport(Library)]
    internal static partial long w2s_live_tensors();

    [LibraryImport(Library)]
    internal static partial void w2s_free(void* memory);

    [LibraryImport(Library)]
    internal static partial void w2s_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial int w2s_tensor_alias(nint tensor, out nint result);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long w2s_tensor_ndim(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long w2s_tensor_numel(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int w2s_tensor_dtype(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long w2s_tensor_element_size(nint tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long* w2s_tensor_sizes(nint tensor);

    [LibraryImport(Library)]
    internal static partial int w2s_tensor_strides(nint tensor, out long* strides);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void w2s_tensor_device(nint tensor, int* type, int* index);

    [LibraryImport(Library)]
    internal static partial int w2s_tensor_data(nint tensor, out void* data);

    [LibraryImport(Library)]
    internal static partial int w2s_tensor_is_contiguous(nint tensor, out int contiguous);

    [LibraryImport(Library)]
    internal static partial int w2s_tensor_from_memory(void* data, long* sizes, long* strides, int ndim, int dtype,
        delegate* unmanaged<nint, void> release, nint context, out nint result);

    [LibraryImport(Library)]
    internal static partial int w2s_checksum(nint tensor, out ulong result);
}
