using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>Where an option's value came from.</summary>
/// <param name="Path">Dotted: <c>methods.dpo.beta</c>.</param>
/// <param name="Value">As text.</param>
/// <param name="Origin">What said it.</param>
public sealed record OptionOrigin(string Path, string Value, ValueOrigin Origin)
{
    /// <summary>Every option of an experiment, in its order.</summary>
    /// <param name="resolved">The experiment as it was launched, with everything written out.</param>
    /// <param name="given">The file's text.</param>
    /// <param name="overrides">Of the command line or the launch: <c>methods.dpo.beta=0.2</c>.</param>
    public static IReadOnlyList<OptionOrigin> Of(string resolved, string given, IReadOnlyList<string> overrides)
    {
        var options = ExperimentOptions.Read(resolved);
        var inFile = ExperimentOptions.Read(given).All.Select(option => option.Path).ToHashSet(StringComparer.Ordinal);
        var replaced = overrides.Select(text => PathOf(text, [.. options.Methods])).ToList();
        return
        [
            .. from option in options.All
               let origin = replaced.Exists(path => Covers(path, option.Path)) ? ValueOrigin.Override
                   : inFile.Contains(option.Path) ? ValueOrigin.File
                   : ValueOrigin.Default
               select new OptionOrigin(option.Path, option.Text, origin),
        ];
    }

    private static bool Covers(string path, string option) =>
        option == path || option.StartsWith(path + ".", StringComparison.Ordinal);

    // An override may name a method by its place.
    private static string PathOf(string text, IReadOnlyList<string> methods)
    {
        var path = text.Split('=', 2)[0].Trim();
        var parts = path.Split('.');
        if (parts is [ExperimentOptions.MethodsKey, var place, ..]
            && int.TryParse(place, out var index) && index < methods.Count)
            parts[1] = methods[index];
        return string.Join('.', parts);
    }
}

/// <summary>Who said an option's value.</summary>
public enum ValueOrigin
{
    Default,
    File,
    Override,
}
