using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    /// <summary>
    /// A random number generator of its own; libtorch's process-wide one is never drawn from.
    /// </summary>
    public sealed class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Native.Check(
                NativeMethods.w2s_generator_new((int)this.device.type, this.device.index, seed, out _handle),
                nameof(Generator));
        }

        ~Generator() => Free();

        public Device device { get; }

        internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>The state as bytes. Restored by <see cref="set_state"/> it gives the same draws again.</summary>
        public Tensor get_state()
        {
            Native.Check(NativeMethods.w2s_generator_get_state(Handle, out var state), nameof(get_state));
            return new Tensor(state);
        }

        public void set_state(Tensor value) =>
            Native.Check(NativeMethods.w2s_generator_set_state(Handle, value.Handle), nameof(set_state));

        public Generator manual_seed(long seed)
        {
            Native.Check(NativeMethods.w2s_generator_seed(Handle, unchecked((ulong)seed)), nameof(manual_seed));
            return this;
        }

        public long initial_seed()
        {
            Native.Check(NativeMethods.w2s_generator_initial_seed(Handle, out var seed), nameof(initial_seed));
            return unchecked((long)seed);
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0) NativeMethods.w2s_generator_free(handle);
        }
    }
}
