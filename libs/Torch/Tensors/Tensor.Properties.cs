using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        public long Dimensions => NativeMethods.w2s_tensor_ndim(Handle);

        public long ndim => Dimensions;

        public long NumberOfElements => NativeMethods.w2s_tensor_numel(Handle);

        public long ElementSize => NativeMethods.w2s_tensor_element_size(Handle);

        public ScalarType dtype => (ScalarType)NativeMethods.w2s_tensor_dtype(Handle);

        public long[] shape => new Span<long>(NativeMethods.w2s_tensor_sizes(Handle), (int)Dimensions).ToArray();

        public DeviceType device_type
        {
            get
            {
                int type, index;
                NativeMethods.w2s_tensor_device(Handle, &type, &index);
                return (DeviceType)type;
            }
        }

        public int device_index
        {
            get
            {
                int type, index;
                NativeMethods.w2s_tensor_device(Handle, &type, &index);
                return index;
            }
        }

        public Device device => device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public long dim() => Dimensions;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        /// <summary>The size of one axis; negative counts from the end.</summary>
        public long size(int dim)
        {
            var count = (int)Dimensions;
            var axis = dim < 0 ? dim + count : dim;
            if (axis < 0 || axis >= count)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"no such axis among {count}");
            return NativeMethods.w2s_tensor_sizes(Handle)[axis];
        }

        public long[] stride()
        {
            Native.Check(NativeMethods.w2s_tensor_strides(Handle, out var strides), nameof(stride));
            return new Span<long>(strides, (int)Dimensions).ToArray();
        }

        public long stride(int dim)
        {
            var strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        public bool is_contiguous()
        {
            Native.Check(NativeMethods.w2s_tensor_is_contiguous(Handle, out var contiguous), nameof(is_contiguous));
            return contiguous != 0;
        }

        /// <summary>
        /// The elements as bytes, borrowed: valid while the tensor lives. Contiguous CPU tensors of up to 2 GiB.
        /// </summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_cpu()) throw new InvalidOperationException("bytes needs a CPU tensor: call cpu() first");
                if (!is_contiguous()) throw new InvalidOperationException("bytes needs a contiguous tensor");
                var length = checked((int)(NumberOfElements * ElementSize));
                Native.Check(NativeMethods.w2s_tensor_data(Handle, out var data), nameof(bytes));
                return new Span<byte>(data, length);
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                    throw new ArgumentException($"{value.Length} bytes for a tensor of {target.Length}", nameof(value));
                value.CopyTo(target);
            }
        }

        /// <summary>The elements in row-major order; a tensor elsewhere is copied to the CPU first.</summary>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireType(typeof(T));
            return new Utils.TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The one element of a tensor that has one.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        private void RequireType(Type type)
        {
            var expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                _ => null,
            };
            if (type != expected) throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }
    }
}
