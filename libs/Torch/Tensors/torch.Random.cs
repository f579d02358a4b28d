using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

// TorchSharp's generators are optional and its process-wide one draws in their absence; here each draw names its own.
public static partial class torch
{
    /// <summary>Uniform in [0, 1).</summary>
    public static Tensor rand(
        long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator generator) =>
        Created(
            Aten.rand_generator.Call(size, generator, dtype ?? get_default_dtype(), Argument.None, device),
            requires_grad);

    /// <summary>Normal with mean 0 and variance 1.</summary>
    public static Tensor randn(
        long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator generator) =>
        Created(
            Aten.randn_generator.Call(size, generator, dtype ?? get_default_dtype(), Argument.None, device),
            requires_grad);

    /// <summary>Integers, uniform in [low, high).</summary>
    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator generator) =>
        Created(
            Aten.randint_low_generator.Call(
                low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, device),
            requires_grad);

    /// <summary>A permutation of [0, n).</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype, Device? device, bool requires_grad, Generator generator) =>
        Created(
            Aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Argument.None, device),
            requires_grad);

    public static Tensor bernoulli(Tensor input, Generator generator) => input.bernoulli(generator);

    public static Tensor multinomial(Tensor input, long num_samples, bool replacement, Generator generator) =>
        input.multinomial(num_samples, replacement, generator);

    public sealed partial class Tensor
    {
        /// <summary>0 or 1, 1 with the probability that stands in this tensor.</summary>
        public Tensor bernoulli(Generator generator) => Aten.bernoulli.Call(this, generator);

        public Tensor bernoulli_(double p, Generator generator) => Aten.bernoulli__float.Apply(this, p, generator);

        /// <summary>Indices drawn per row, with the weights that stand in this tensor.</summary>
        public Tensor multinomial(long num_samples, bool replacement, Generator generator) =>
            Aten.multinomial.Call(this, num_samples, replacement, generator);

        public Tensor normal_(double mean, double std, Generator generator) =>
            Aten.normal_.Apply(this, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator generator) =>
            Aten.uniform_.Apply(this, from, to, generator);

        public Tensor exponential_(double lambda, Generator generator) =>
            Aten.exponential_.Apply(this, lambda, generator);
    }
}
