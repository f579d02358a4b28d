using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>--dtype</c>: the type of weights and arithmetic.</summary>
/// <param name="allowed">What may be given.</param>
internal sealed class DtypeOption(params FloatType[] allowed) : Option<string?>("--dtype")
{
    /// <summary>Null where it is not given.</summary>
    /// <exception cref="InputException">It is no allowed type.</exception>
    public FloatType? Read(ParseResult parsed)
    {
        if (parsed.GetValue(this) is not { } name)
            return null;
        var known = allowed.ToDictionary(type => type.ToString().ToLowerInvariant());
        return known.TryGetValue(name, out var type)
            ? type
            : throw new InputException(Name, line: null, $"is '{name}'; allowed are {string.Join(", ", known.Keys)}");
    }
}
