using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WeakToStrong.W2s.Commands;

/// <summary>Options and arguments that several commands have, made anew for each.</summary>
internal static class SharedOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = "Folder of runs and artifacts (default: $W2S_STORE, else ~/.local/share/weak-to-strong)",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON document on standard output",
    };

    /// <summary>Null where it is not given.</summary>
    public static Option<int?> Slots() => new("--slots")
    {
        Description = "Steps side by side (default: the number of cores)",
        HelpName = "N",
        CustomParser = result => WholeNumber("--slots", 1, 1024, result),
    };

    public static Option<int> Threads() => WithRange(1, 256, new Option<int>("--threads")
    {
        Description = "Threads of the computation (default: 1, as in the steps of an experiment)",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    });

    public static Option<string> Model() => new("--model")
    {
        Description = "Folder of a model in Hugging Face layout",
        HelpName = "DIR",
        Required = true,
    };

    public static Argument<string> ExperimentFile() => new("experiment.yaml")
    {
        Description = "The experiment file",
    };

    public static Argument<string[]> Overrides() => new("key=value")
    {
        Description = "Values that replace those of the file: seeds=[1,2], supervisor.epochs=3, methods.0.beta=0.2",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Argument<string> Run() => new("ID")
    {
        Description = "A run: its id, the beginning of it, or the name of its experiment (then the latest run)",
    };

    public static Argument<string[]> Runs() => new("ID")
    {
        Description = "Runs: ids, beginnings of ids, or names",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Makes the option accept whole numbers of a range, and say so when it is given another value.</summary>
    public static Option<int> WithRange(int minimum, int maximum, Option<int> option)
    {
        option.CustomParser = result => WholeNumber(option.Name, minimum, maximum, result) ?? 0;
        return option;
    }

    private static int? WholeNumber(string name, int minimum, int maximum, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        result.AddError($"{name} is '{text}'; allowed is {minimum} to {maximum}");
        return null;
    }
}
