using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using WeakToStrong.Tracker.Audits;

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
    public static Option<int?> Slots() =>
        Number("--slots", 1024, "Steps side by side (default: the number of cores)");

    /// <summary>A whole number from 1; null where it is not given.</summary>
    public static Option<int?> Number(string name, int maximum, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => WholeNumber(name, 1, maximum, result),
    };

    public static Option<int> Threads() => WithRange(1, 256, new Option<int>("--threads")
    {
        Description = "Threads of the computation; the steps of an experiment have 1",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    });

    /// <summary>The runner knows the types, and says which there are.</summary>
    public static Option<string> Dtype() => new("--dtype")
    {
        Description = "Type of weights and arithmetic (default: float32)",
        HelpName = "TYPE",
    };

    public static Option<string> Device() => new("--device")
    {
        Description = "What computes: cpu or cuda",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<string> Model() => new("--model")
    {
        Description = "Folder of a model in Hugging Face layout",
        HelpName = "DIR",
        Required = true,
    };

    /// <summary>Null where it is not given.</summary>
    public static Option<string?> Adapter() => new("--adapter")
    {
        Description = "Folder of a LoRA adapter of the model, as PEFT writes it",
        HelpName = "DIR",
    };

    public static Option<string[]> DataRoots(string normally) => new("--data-root")
    {
        Description = $"Folders in which the files that launched experiments name must lie (default: {normally})",
        HelpName = "DIR",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Null where it is not given: then it is the key of this machine.</summary>
    public static Option<string?> PublicKey() => new("--key")
    {
        Description = "The signer's public key (default: this machine's own)",
        HelpName = "PUB.pem",
    };

    /// <summary>How far the nightly audit goes; as it is written, so that an app host can be told the same.</summary>
    public static Option<string> AuditLevel()
    {
        var option = new Option<string>("--audit-level")
        {
            Description = $"Audit of a random finished run every night: {AuditSchedule.AllowedLevels}",
            HelpName = "LEVEL",
            DefaultValueFactory = _ => AuditWords.Of(Experiments.Auditing.AuditLevel.Full),
        };
        option.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (result.Tokens.Count > 0 && !AuditSchedule.TryParse(text, out var _))
                result.AddError($"--audit-level is '{text}'; allowed: {AuditSchedule.AllowedLevels}");
        });
        return option;
    }

    public static Option<int> AuditHour() => Number(
        "--audit-hour", "Hour of the day, UTC, at which that begins", 0, 23, AuditSchedule.DefaultHour);

    /// <summary>Where to listen.</summary>
    public static Option<IPAddress> Bind(string tokenVariable) => new("--bind")
    {
        Description = "Address to listen on; for any other than loopback a token is needed: "
            + $"${tokenVariable}, else a new one, which a terminal shows once",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text == "localhost")
                return IPAddress.Loopback;
            if (IPAddress.TryParse(text, out var address))
                return address;
            result.AddError($"--bind is '{text}'; allowed is an IP address of this machine, or localhost");
            return null;
        },
    };

    public static Argument<string> ExperimentFile() => new("experiment.yaml")
    {
        Description = "The experiment file",
    };

    public static Argument<string[]> Overrides()
    {
        var argument = new Argument<string[]>("key=value")
        {
            Description = "Values that replace those of the file: seeds=[1,2], supervisor.epochs=3, methods.0.beta=0.2",
            Arity = ArgumentArity.ZeroOrMore,
        };
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                result.AddError($"there is no option '{token.Value}'");
        });
        return argument;
    }

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

    /// <summary>A whole number of a range, with what it is when it is not given.</summary>
    public static Option<int> Number(string name, string description, int least, int most, int normally) =>
        WithRange(least, most, new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => normally,
        });

    private static int? WholeNumber(string name, int minimum, int maximum, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        result.AddError($"{name} is '{text}'; allowed is {minimum} to {maximum}");
        return null;
    }
}
