using System.Collections.Concurrent;
using System.Collections.Frozen;
using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class LibTorch
{
    /// <summary>
    /// Operators that draw from libtorch's process-wide generator unless they are given one. The process-wide one would
    /// make a result depend on everything drawn before it, in whatever order.
    /// </summary>
    private static readonly FrozenSet<string> RandomOperators = new[]
    {
        "aten::rand", "aten::randn", "aten::randint", "aten::randperm", "aten::normal", "aten::normal_",
        "aten::normal_functional",
        "aten::uniform", "aten::uniform_", "aten::random", "aten::random_", "aten::bernoulli", "aten::bernoulli_",
        "aten::multinomial", "aten::exponential", "aten::exponential_", "aten::geometric", "aten::geometric_",
        "aten::cauchy", "aten::cauchy_", "aten::log_normal", "aten::log_normal_", "aten::poisson", "aten::binomial",
        "aten::_standard_gamma", "aten::_sample_dirichlet", "aten::rrelu", "aten::rrelu_", "aten::rrelu_with_noise",
        "aten::rrelu_with_noise_",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Operators that draw and cannot be given a generator at all.</summary>
    private static readonly FrozenSet<string> UnseedableOperators = new[]
    {
        "aten::dropout", "aten::dropout_", "aten::native_dropout", "aten::_fused_dropout", "aten::feature_dropout",
        "aten::feature_dropout_", "aten::alpha_dropout", "aten::alpha_dropout_", "aten::feature_alpha_dropout",
        "aten::feature_alpha_dropout_", "aten::rand_like", "aten::randn_like", "aten::randint_like",
        "aten::_cudnn_init_dropout_state",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Operators that draw when their dropout probability, at this position, is not 0.</summary>
    private static readonly FrozenDictionary<string, int> DropoutPositions = new Dictionary<string, int>
    {
        ["aten::scaled_dot_product_attention"] = 4,
        ["aten::_scaled_dot_product_attention"] = 4,
        ["aten::_scaled_dot_product_flash_attention"] = 3,
        ["aten::_scaled_dot_product_cudnn_attention"] = 5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<(string Name, string Overload), Operator> Found = new();

    private static Operator Find(string name, string overload, ReadOnlySpan<Argument> arguments)
    {
        RefuseUnseededDraw(name, arguments);
        return Found.GetOrAdd((name, overload), static key => new Operator(key.Name, key.Overload));
    }

    private static void RefuseUnseededDraw(string name, ReadOnlySpan<Argument> arguments)
    {
        if (UnseedableOperators.Contains(name))
            throw new InvalidOperationException(
                $"{name} draws from libtorch's process-wide generator and takes no other: draw with a Generator");
        if (RandomOperators.Contains(name) && !HasGenerator(arguments))
            throw new InvalidOperationException(
                $"{name} without a Generator draws from libtorch's process-wide one: use an overload that takes one");
        if (DropoutPositions.TryGetValue(name, out var position) && arguments.Length > position
            && !arguments[position].IsZero)
            throw new InvalidOperationException($"{name} with dropout draws from libtorch's process-wide generator");
    }

    private static bool HasGenerator(ReadOnlySpan<Argument> arguments)
    {
        foreach (ref readonly var argument in arguments)
            if (argument.IsGenerator) return true;
        return false;
    }
}
