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

    public Option<string?> Speculation { get; } = new("--speculation");

    public Option<int?> MaxDraft { get; } = new("--max-draft");

    public GenerationOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(Temperature) is not (>= 0 and <= 100))
            throw new InputException("--temperature", line: null, "must be between 0 (greedy) and 100");
        if (parsed.GetValue(MaxNewTokens) < 1)
            throw new InputException("--max-new-tokens", line: null, "must be at least 1");
        if (parsed.GetValue(MaxDraft) is < 1 or > 512)
            throw new InputException("--max-draft", line: null, "must be between 1 and 512");
        return new GenerationOptions
        {
            MaxNewTokens = parsed.GetValue(MaxNewTokens),
            Temperature = parsed.GetValue(Temperature),
            Seed = (ulong)parsed.GetValue(Seed),
            Speculation = ReadSpeculation(parsed),
        };
    }

    private CopySpeculation? ReadSpeculation(ParseResult parsed) => parsed.GetValue(Speculation) switch
    {
        null or "none" => parsed.GetValue(MaxDraft) is null
            ? null
            : throw new InputException(
                "--max-draft", line: null, "is the longest guess of --speculation copy; give that too, or neither"),
        "copy" => new CopySpeculation { MaxDraft = parsed.GetValue(MaxDraft) ?? CopySpeculation.DefaultMaxDraft },
        var other => throw new InputException("--speculation", line: null, $"is '{other}'; allowed are copy and none"),
    };
}
