using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    /// <summary>
    /// A tensor of libtorch. It belongs to the dispose scope it was made in, if any; otherwise to whoever holds it.
    /// Operators whose names end in an underscore change this tensor and return it.
    /// </summary>
    public sealed partial class Tensor : IDisposable
    {
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            DisposeScope.Current?.Add(this);
        }

        ~Tensor() => Free();

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal Tensor? PreviousInScope { get; set; }

        internal Tensor? NextInScope { get; set; }

        /// <summary>How many native tensor handles live in this process.</summary>
        public static long TotalCount => NativeMethods.w2s_live_tensors();

        /// <summary>The native <c>at::Tensor*</c>.</summary>
        public nint Handle =>
            _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>True once the tensor has been disposed.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>Takes over a native <c>at::Tensor*</c>.</summary>
        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>Gives the native handle away; this object is invalid afterwards.</summary>
        public nint DecoupleFromNativeHandle()
        {
            var handle = Handle;
            OwningDisposeScope?.Remove(this);
            _handle = 0;
            GC.SuppressFinalize(this);
            return handle;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner) owner.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>A second handle on the same tensor, to be disposed on its own.</summary>
        public Tensor alias()
        {
            Native.Check(NativeMethods.w2s_tensor_alias(Handle, out var result), nameof(alias));
            return new Tensor(result);
        }

        public void Dispose()
        {
            if (_handle == 0) return;
            OwningDisposeScope?.Remove(this);
            Free();
            GC.SuppressFinalize(this);
        }

        /// <summary>Shape, element type and device: <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() =>
            IsInvalid ? "[disposed]" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        private void Free()
        {
            var handle = _handle;
            if (handle == 0) return;
            _handle = 0;
            NativeMethods.w2s_tensor_free(handle);
        }
    }
}
