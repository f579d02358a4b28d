using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

/// <summary>One-element tensors as numbers, whatever their element type.</summary>
public static class TensorExtensionMethods
{
    public static Scalar ToScalar(this torch.Tensor value) => Aten._local_scalar_dense.CallScalar(value);

    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();

    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
}
