using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Runner.Commands;

/// <summary>Options that several commands on a model share, and what they mean.</summary>
internal sealed class ModelOptions
{
    public Option<string> Folder { get; } = new("--model") { Required = true };

    public Option<int> Threads { get; } = new("--threads") { DefaultValueFactory = _ => 1 };

    public Option<bool> Json { get; } = new("--json");

    public ModelFolder Load(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Folder);
        if (!Directory.Exists(folder))
            throw new InputException(folder, line: null, "there is no such folder; a model is a folder in Hugging Face layout");
        return ModelFolder.Load(folder, new ComputeOptions { Threads = parsed.GetValue(Threads) }.Applied());
    }
}
