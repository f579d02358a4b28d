namespace WeakToStrong.Torch.Interop;

/// <summary>The operators the managed API uses, each named for its schema: overloads after an underscore.</summary>
internal static partial class Aten
{
    internal static readonly Operator empty_memory_format = new("aten::empty", "memory_format");
    internal static readonly Operator zeros = new("aten::zeros");
    internal static readonly Operator ones = new("aten::ones");
    internal static readonly Operator full = new("aten::full");
    internal static readonly Operator arange_start_step = new("aten::arange", "start_step");
    internal static readonly Operator linspace = new("aten::linspace");
    internal static readonly Operator zeros_like = new("aten::zeros_like");
    internal static readonly Operator ones_like = new("aten::ones_like");
    internal static readonly Operator full_like = new("aten::full_like");
    internal static readonly Operator empty_like = new("aten::empty_like");
    internal static readonly Operator rand_generator = new("aten::rand", "generator");
    internal static readonly Operator randn_generator = new("aten::randn", "generator");
    internal static readonly Operator randint_low_generator = new("aten::randint", "low_generator");
    internal static readonly Operator randperm_generator = new("aten::randperm", "generator");
    internal static readonly Operator normal_ = new("aten::normal_");
    internal static readonly Operator uniform_ = new("aten::uniform_");
    internal static readonly Operator bernoulli = new("aten::bernoulli");
    internal static readonly Operator bernoulli__float = new("aten::bernoulli_", "float");
    internal static readonly Operator multinomial = new("aten::multinomial");
    internal static readonly Operator exponential_ = new("aten::exponential_");
}
