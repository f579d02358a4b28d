namespace WeakToStrong.Torch;

/// <summary>
/// libtorch refused a call. The message is the operator, libtorch's first line, and the arguments' dtypes and shapes.
/// </summary>
public sealed class TorchException : Exception
{
    internal TorchException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
