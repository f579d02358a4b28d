using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Methods.Preparation;

/// <summary>Options of the step <c>import-model</c>.</summary>
public sealed record ImportModelOptions
{
    public required PromptTemplates Templates { get; init; }

    public required ComputeOptions? Compute { get; init; }
}

/// <summary>Step <c>import-model</c>: a folder in Hugging Face layout → the same model in the store, checked.</summary>
public static class ImportModelStep
{
    public const string Kind = "import-model";

    /// <summary>
    /// The files that make a model, its weights in one or in shards, an adapter beside them; others in the folder are
    /// not read.
    /// </summary>
    private static readonly string[] FilePatterns =
    [
        HuggingFaceConfig.FileName, HuggingFaceGenerationConfig.FileName, ShardIndex.SingleFile, ShardIndex.FileName,
        "model-*-of-*.safetensors", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "chat_template.jinja", PromptTemplateFile.Name, .. PeftAdapter.FileNames,
    ];

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(ImportModelOptions),
        Host = StepHost.Labeler,
        Outputs = ["model"],
        Summary = "Checks a model folder and takes it into the store.",
        Execute = Execute,
    };

    /// <summary>What of a folder's configuration does not fit, as far as it is told without reading weights.</summary>
    public static string? Problem(string folder)
    {
        if (!File.Exists(Path.Combine(folder, HuggingFaceConfig.FileName)))
            return null;
        try
        {
            LlamaCheckpoint.LoadConfig(folder);
            ShardIndex.Find(folder);
            LlamaCheckpoint.RequireOutput(folder);
            return null;
        }
        catch (CheckpointException e)
        {
            return e.Message;
        }
    }

    public static OutputRef Plan(PlanBuilder builder, string name, string folder, ImportModelOptions options)
    {
        // Shards may have names of their own; the index has them.
        var files = FilePatterns.SelectMany(pattern => Directory.GetFiles(folder, pattern))
            .Concat(ShardIndex.Find(folder)?.Files ?? [])
            .DistinctBy(path => Path.GetFileName(path), StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileName(path), builder.File);
        return builder.Add(name, Kind, options, seed: 0, files: files, cost: 2).Output("model");
    }

    /// <summary>
    /// Copies the files, then loads the copy: what does not fit its own config is found here, not in training.
    /// </summary>
    private static void Execute(StepContext context)
    {
        var options = context.Options<ImportModelOptions>();
        var output = context.Output("model");
        foreach (var (name, file) in context.Spec.Files)
            File.Copy(file.Path, Path.Combine(output, name));
        ChooseTemplates(output, options.Templates);
        using var model = ModelFolder.Load(output, options.Compute.Applied());
    }

    private static void ChooseTemplates(string folder, PromptTemplates otherwise)
    {
        var tokenizer = TokenizerFiles.Load(folder);
        var templates = ModelTemplates.Of(folder, tokenizer, otherwise);
        // Refuses a format that is not the tokenizer's.
        ModelTemplates.FormatOf(folder, tokenizer, templates);
        if (PromptTemplateFile.Find(folder) is null)
            PromptTemplateFile.Save(templates, folder);
    }
}
