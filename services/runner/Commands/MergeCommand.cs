using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>merge</c>: a model and a PEFT adapter of it → a model folder that needs no adapter.</summary>
internal static class MergeCommand
{
    public static Command Make()
    {
        var model = new ModelOptions();
        var output = new Option<string>("--out") { Required = true };
        model.Adapter.Required = true;
        var command = new Command("merge", "Makes an adapter part of its model's weights.")
        {
            model.Folder, model.Adapter, output, model.Threads,
        };
        command.SetAction(parsed =>
        {
            var folder = model.ExistingFolder(parsed);
            var target = parsed.GetRequiredValue(output);
            if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
                throw new InputException(target, line: null, "is not empty; name a new folder");
            LibTorch.ThreadCount = parsed.GetValue(model.Threads);
            MergeWhole(folder, parsed.GetRequiredValue(model.Adapter)!, target);
            Console.Error.WriteLine($"merged model in {target}");
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What fails halfway leaves the target as it was, so that it can be tried again.</summary>
    private static void MergeWhole(string folder, string adapter, string target)
    {
        var unfinished = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)) + ".unfinished";
        DeleteFolder(unfinished);
        try
        {
            Merge(folder, adapter, unfinished);
            Directory.CreateDirectory(target);
            foreach (var file in Directory.EnumerateFiles(unfinished))
                File.Move(file, Path.Combine(target, Path.GetFileName(file)));
        }
        finally
        {
            DeleteFolder(unfinished);
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static void Merge(string folder, string adapter, string target)
    {
        var is16Bit = HuggingFaceConfig.Load(folder).TensorType == "bfloat16";
        using var model = LlamaCheckpoint.Load(folder, is16Bit ? ScalarType.BFloat16 : ScalarType.Float32);
        PeftAdapter.Load(model, adapter);
        model.MergeAdapter();
        LlamaCheckpoint.Save(model, target);
        GenerationSettings.Keep(folder, target);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => IsKept(Path.GetFileName(file), target)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    // Tokenizer and templates as they are; not the weights, which are others now.
    private static bool IsKept(string name, string target) =>
        Path.GetExtension(name) is ".json" or ".jinja" or ".model" or ".txt"
        && !name.Contains(".index.", StringComparison.Ordinal)
        && !PeftAdapter.FileNames.Contains(name)
        && !File.Exists(Path.Combine(target, name));
}
