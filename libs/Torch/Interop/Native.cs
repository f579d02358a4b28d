using System.Runtime.InteropServices;

namespace WeakToStrong.Torch.Interop;

/// <summary>The one place where the shim's status becomes an exception.</summary>
internal static unsafe class Native
{
    // What a managed backward threw, to be the inner exception of the failure libtorch reports. Backward may run on
    // another thread than the call that started it, so the slot is the process's.
    private static Exception? s_callbackFailure;

    /// <summary>Throws unless <paramref name="status"/> is 0.</summary>
    internal static void Check(int status, string operation)
    {
        if (status != 0) throw Failure(operation, "");
    }

    /// <summary>The exception for the failure that this thread's last call left behind.</summary>
    internal static TorchException Failure(string operation, string arguments)
    {
        var message = FirstLine(Text(NativeMethods.w2s_last_error()));
        var text = arguments.Length == 0 ? $"{operation}: {message}" : $"{operation}: {message} [{arguments}]";
        return new TorchException(text, Interlocked.Exchange(ref s_callbackFailure, null));
    }

    internal static void RememberCallbackFailure(Exception failure) =>
        Interlocked.CompareExchange(ref s_callbackFailure, failure, null);

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    private static string FirstLine(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
