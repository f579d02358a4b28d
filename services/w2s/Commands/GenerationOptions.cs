using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary>How answers are drawn; the defaults are the runner's.</summary>
internal static class GenerationOptions
{
    public static Option<int> MaxNewTokens() => SharedOptions.WithRange(1, 65_536, new Option<int>("--max-new-tokens")
    {
        Description = "Most tokens of the answer",
        HelpName = "N",
    });

    public static Option<double> Temperature() => new("--temperature")
    {
        Description = "0 is greedy (the default)",
        HelpName = "T",
    };

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Seed of the draws when the temperature is above 0",
        HelpName = "N",
    };

    public static Option<string> Speculation()
    {
        var option = new Option<string>("--speculation")
        {
            Description = "copy: guess that the prompt is repeated, verify whole guesses at once (default: none)",
            HelpName = "KIND",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("none" or "copy") and var kind }])
                result.AddError($"--speculation is '{kind}'; allowed: none, copy");
        });
        return option;
    }

    public static Option<int> MaxDraft() => SharedOptions.WithRange(1, 512, new Option<int>("--max-draft")
    {
        Description = "Most tokens of one guess",
        HelpName = "N",
    });
}
