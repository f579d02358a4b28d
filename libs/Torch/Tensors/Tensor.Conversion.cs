using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public Tensor clone() => Aten.clone.Call(this);

        public Tensor contiguous() => Aten.contiguous.Call(this);

        /// <summary>Overwrites this tensor with <paramref name="source"/>, converted and broadcast.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.copy_.Apply(this, source, nonBlocking);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null) => to(device ?? CUDA);

        public Tensor to(ScalarType type) => to_type(type);

        public Tensor to(Device device) => to(dtype, device);

        public Tensor to(string device) => to(new Device(device));

        public Tensor to(Tensor other) => to(other.dtype, other.device);

        public Tensor to(ScalarType type, Device device, bool copy = false) =>
            Aten.to_device.Call(this, device, type, false, copy);

        /// <summary>Converted to another element type; without <paramref name="copy"/>, itself if it has it.</summary>
        public Tensor to_type(ScalarType type, bool copy = false) => Aten.to_dtype.Call(this, type, false, copy);

        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);
    }
}
