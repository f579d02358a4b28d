using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Commands;

/// <summary>Options that several commands on a model share, and what they mean.</summary>
internal sealed class ModelOptions
{
    public Option<string> Folder { get; } = new("--model") { Required = true };

    public Option<string?> Adapter { get; } = new("--adapter");

    public ThreadsOption Threads { get; } = new();

    /// <summary>
    /// Float32 unless given. Float64 makes greedy answers independent of the batch, and so comparable token for token.
    /// </summary>
    public DtypeOption Dtype { get; } = new(Enum.GetValues<FloatType>());

    public DeviceOption Device { get; } = new();

    public Option<bool> Json { get; } = new("--json");

    public ModelFolder Load(ParseResult parsed)
    {
        var folder = ExistingFolder(parsed);
        var compute = new ComputeOptions
        {
            Dtype = Dtype.Read(parsed) ?? FloatType.Float32,
            Threads = Threads.Read(parsed),
            Device = Device.Read(parsed),
        };
        LlamaCheckpoint.RequireOutput(folder);
        return ModelFolder.Load(folder, compute.Applied(), parsed.GetValue(Adapter));
    }

    /// <summary>
    /// Says what the model asks of generation and does not get: transformers applies it to greedy answers too, which
    /// may then be others.
    /// </summary>
    public void WarnOfSettings(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Folder);
        if (GenerationSettings.NotApplied(folder) is { Count: > 0 } settings)
            Console.Error.WriteLine(
                $"{Path.Combine(folder, HuggingFaceGenerationConfig.FileName)} asks for "
                    + $"{string.Join(", ", settings)}: not applied");
    }

    /// <summary>The model's folder, which is there; the other options are checked too.</summary>
    public string ExistingFolder(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Folder);
        RequireFolder(folder);
        if (parsed.GetValue(Adapter) is { } adapter && !Directory.Exists(adapter))
            throw new InputException(
                adapter, line: null, "there is no such folder; an adapter is a folder as PEFT writes it");
        _ = Threads.Read(parsed);
        return folder;
    }

    /// <exception cref="InputException">There is no such folder.</exception>
    public static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InputException(
                folder, line: null, "there is no such folder; a model is a folder in Hugging Face layout");
    }

    /// <summary>The tokens of a prompt that leaves room for others in the model's longest sequence.</summary>
    public static int[] Prompt(ModelFolder folder, string prompt, int others)
    {
        var tokens = folder.Tokenizer.EncodeSequence(prompt);
        var longest = folder.Model.Config.MaxPositions - others;
        return tokens.Length >= 1 && tokens.Length <= longest
            ? tokens
            : throw new InputException(
                "--prompt", line: null, $"has {tokens.Length} tokens; allowed are 1 to {longest} with this model");
    }

    /// <summary>Refuses what a model computes where it is not finite, and names the weights to blame.</summary>
    /// <exception cref="CheckpointException">The model's files have a value that is not finite.</exception>
    /// <exception cref="InputException">The numbers are not finite though the model's files are.</exception>
    public void RequireFinite(ParseResult parsed, IEnumerable<double> logProbabilities)
    {
        if (logProbabilities.All(double.IsFinite))
            return;
        var folder = parsed.GetRequiredValue(Folder);
        if (LlamaCheckpoint.FindNotFinite(folder) is { } found)
            throw new CheckpointException(found.File, $"tensor '{found.Tensor}' has values that are not finite");
        throw new InputException(
            folder, line: null,
            "gives log-probabilities that are not finite; allowed are weights, and an --adapter, whose results "
                + "--dtype can hold");
    }
}
