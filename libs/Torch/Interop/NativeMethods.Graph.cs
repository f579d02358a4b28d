using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int w2s_graph_is_supported();

    [LibraryImport(Library)]
    internal static partial int w2s_graph_new(int device, nint other, out nint graph);

    [LibraryImport(Library)]
    internal static partial void w2s_graph_free(nint graph);

    [LibraryImport(Library)]
    internal static partial int w2s_graph_enter(nint graph);

    [LibraryImport(Library)]
    internal static partial int w2s_graph_leave(nint graph);

    [LibraryImport(Library)]
    internal static partial int w2s_graph_begin(nint graph);

    [LibraryImport(Library)]
    internal static partial int w2s_graph_end(nint graph);

    [LibraryImport(Library)]
    internal static partial int w2s_graph_replay(nint graph);
}
