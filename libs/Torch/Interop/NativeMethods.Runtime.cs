using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial byte* w2s_version();

    [LibraryImport(Library)]
    internal static partial int w2s_config(out byte* text);

    [LibraryImport(Library)]
    internal static partial int w2s_blas(out byte* text);

    [LibraryImport(Library)]
    internal static partial int w2s_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int w2s_set_num_threads(int threads);

    [LibraryImport(Library)]
    internal static partial int w2s_deterministic();

    [LibraryImport(Library)]
    internal static partial int w2s_set_deterministic(int enabled, int warnOnly);

    [LibraryImport(Library)]
    internal static partial int w2s_cuda_is_available();

    [LibraryImport(Library)]
    internal static partial int w2s_cuda_device_count(out int count);

    [LibraryImport(Library)]
    internal static partial int w2s_cuda_synchronize(int index);

    [LibraryImport(Library)]
    internal static partial int w2s_generator_new(int deviceType, int deviceIndex, ulong seed, out nint generator);

    [LibraryImport(Library)]
    internal static partial void w2s_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial int w2s_generator_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial int w2s_generator_initial_seed(nint generator, out ulong seed);

    [LibraryImport(Library)]
    internal static partial int w2s_generator_get_state(nint generator, out nint state);

    [LibraryImport(Library)]
    internal static partial int w2s_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int w2s_memory_meter_new(out nint measurement);

    [LibraryImport(Library)]
    internal static partial void w2s_memory_meter_read(nint measurement, out long live, out long peak);

    [LibraryImport(Library)]
    internal static partial void w2s_memory_meter_free(nint measurement);
}
