using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int w2s_kernels_are_supported();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int w2s_program_new(int device, string source, out nint program);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int w2s_program_kernel(int device, nint program, string name, out nint kernel);

    [LibraryImport(Library)]
    internal static partial int w2s_kernel_launch(int device, nint kernel, uint* extents, void** arguments);
}
