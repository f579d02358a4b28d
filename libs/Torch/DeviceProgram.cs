using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

/// <summary>
/// CUDA C++ that is compiled for one device while the process runs, and stays there until it ends. Kernels are
/// <c>extern "C"</c>; nothing can be included. Compile, and launch once, before a graph is recorded.
/// </summary>
public sealed unsafe class DeviceProgram
{
    private static readonly Lazy<bool> Compiles = new(CompilesAtAll);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, nint> _kernels = [];
    private readonly int _device;
    private readonly nint _program;

    /// <summary>Compiles and loads.</summary>
    /// <param name="source">The text; what is defined stands in front of it.</param>
    /// <param name="device">Index of a CUDA device.</param>
    /// <param name="defines">Each a name, or a name, a blank and its value.</param>
    /// <exception cref="TorchException">It cannot be compiled; the message has the compiler's.</exception>
    public DeviceProgram(string source, int device, params IEnumerable<string> defines)
    {
        _device = device;
        var text = string.Concat(defines.Select(define => $"#define {define}\n")) + source;
        Native.Check(NativeMethods.w2s_program_new(device, text, out _program), nameof(DeviceProgram));
    }

    /// <summary>
    /// Whether programs can be compiled and loaded. Tried once, so that a process does not change its mind on the way.
    /// </summary>
    public static bool IsSupported => Compiles.Value;

    /// <summary>Queues a kernel on the device's current stream; one of no blocks is none.</summary>
    /// <param name="blocks">Across and down.</param>
    /// <param name="threads">Of a block.</param>
    /// <param name="arguments">One per parameter, in order.</param>
    public void Launch(
        string kernel, (long X, long Y) blocks, int threads, params ReadOnlySpan<KernelArgument> arguments)
    {
        if (blocks.X == 0 || blocks.Y == 0)
            return;
        var extents = stackalloc uint[] { checked((uint)blocks.X), checked((uint)blocks.Y), (uint)threads };
        var values = stackalloc long[arguments.Length];
        var pointers = stackalloc void*[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Bits;
            pointers[i] = values + i;
        }
        Native.Check(NativeMethods.w2s_kernel_launch(_device, Find(kernel), extents, pointers), kernel);
    }

    private nint Find(string name)
    {
        lock (_lock)
        {
            if (!_kernels.TryGetValue(name, out var kernel))
            {
                Native.Check(NativeMethods.w2s_program_kernel(_device, _program, name, out kernel), name);
                _kernels.Add(name, kernel);
            }
            return kernel;
        }
    }

    private static bool CompilesAtAll()
    {
        if (NativeMethods.w2s_kernels_are_supported() == 0)
            return false;
        try
        {
            _ = new DeviceProgram("extern \"C\" __global__ void nothing() {}", device: 0);
            return true;
        }
        catch (TorchException)
        {
            return false;
        }
    }
}
