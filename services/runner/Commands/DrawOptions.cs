using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary>How a command draws tokens.</summary>
internal sealed class DrawOptions
{
    public Option<int> MaxNewTokens { get; } = new("--max-new-tokens") { DefaultValueFactory = _ => 128 };

    public Option<double> Temperature { get; } = new("--temperature");

    public Option<int> Seed { get; } = new("--seed");

    public GenerationOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(Temperature) is not (>= 0 and <= 100))
            throw new InputException("--temperature", line: null, "must be between 0 (greedy) and 100");
        if (parsed.GetValue(MaxNewTokens) < 1)
            throw new InputException("--max-new-tokens", line: null, "must be at least 1");
        return new GenerationOptions
        {
            MaxNewTokens = parsed.GetValue(MaxNewTokens),
            Temperature = parsed.GetValue(Temperature),
            Seed = (ulong)parsed.GetValue(Seed),
        };
    }
}
