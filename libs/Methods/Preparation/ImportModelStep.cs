using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Adapters;

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
        "config.json", "generation_config.json", "model.safetensors", "model.safetensors.index.json",
        "model-*-of-*.safetensors", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        PromptTemplateFile.Name, .. PeftAdapter.FileNames,
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

    public static OutputRef Plan(PlanBuilder builder, string name, string folder, ImportModelOptions options)
    {
        var files = FilePatterns.SelectMany(pattern => Directory.GetFiles(folder, pattern)).ToDictionary(
            path => Path.GetFileName(path), builder.File);
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
        if (!context.Spec.Files.ContainsKey(PromptTemplateFile.Name))
            PromptTemplateFile.Save(options.Templates, output);
        using var model = ModelFolder.Load(output, options.Compute.Applied());
    }
}
