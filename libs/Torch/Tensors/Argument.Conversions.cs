using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

// Conversions from types that are TorchSharp's own where it is used instead of ours.
public readonly partial struct Argument
{
    public static implicit operator Argument(Generator? generator) =>
        generator is null ? None : new Argument(Tag.Generator, generator.Handle, generator);

    public static implicit operator Argument(Scalar? scalar) => scalar is { } value ? value : None;
}
