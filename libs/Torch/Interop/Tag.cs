namespace WeakToStrong.Torch.Interop;

/// <summary>What a value on the boxed stack is. The numbers are those of Native/shim.h.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    DoubleList = 6,
    BoolList = 7,
    TensorList = 8,
    OptionalTensorList = 9,
    String = 10,
    Device = 11,
    Generator = 12,
}
