using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

/// <summary>One argument or result as the shim lays it out (Native/shim.h, struct Value).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal Tag Tag;
    internal int Count;
    internal long Bits;

    internal readonly double Real => BitConverter.Int64BitsToDouble(Bits);
}
