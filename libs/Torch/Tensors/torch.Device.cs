using System.Globalization;
using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public static Device CPU { get; } = new(DeviceType.CPU);

    public static Device CUDA { get; } = new(DeviceType.CUDA);

    public static Device META { get; } = new(DeviceType.META);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>Where a tensor lives. <c>index</c> is -1 for the current device of its type.</summary>
    public sealed class Device
    {
        /// <param name="description"><c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>meta</c>.</param>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = ParseType(parts[0], description);
            index = parts.Length switch
            {
                1 => type == DeviceType.CUDA ? 0 : -1,
                2 when int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) => n,
                _ => throw Unknown(description),
            };
        }

        public Device(string deviceType, int index = -1) : this(ParseType(deviceType, deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = type == DeviceType.CUDA && index < 0 ? 0 : index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString() => index < 0
            ? type.ToString().ToLowerInvariant()
            : string.Create(CultureInfo.InvariantCulture, $"{type.ToString().ToLowerInvariant()}:{index}");

        private static DeviceType ParseType(string name, string description) => name switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "meta" => DeviceType.META,
            _ => throw Unknown(description),
        };

        private static ArgumentException Unknown(string description) =>
            new($"unknown device '{description}': cpu, cuda, cuda:N or meta", nameof(description));
    }

    public static class cuda
    {
        public static bool is_available() => NativeMethods.w2s_cuda_is_available() != 0 && device_count() > 0;

        public static int device_count()
        {
            Native.Check(NativeMethods.w2s_cuda_device_count(out var count), "cuda.device_count");
            return count;
        }

        /// <summary>Waits until the current device has done what was queued on its current stream.</summary>
        public static void synchronize() => LibTorch.Synchronize();
    }
}
