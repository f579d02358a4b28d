using System.Text.Json;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Methods.Shared;

/// <summary>The templates of a model, beside its weights, so that <c>correct</c> and <c>sample</c> ask it as it was tuned.</summary>
public static class PromptTemplateFile
{
    public const string Name = "prompt_templates.json";

    /// <summary>The folder's templates; the Aligner paper's when it has none.</summary>
    public static PromptTemplates Load(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return PromptTemplates.Aligner;
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<PromptTemplates>(stream, StepJson.Serializer)
            ?? throw new InvalidDataException($"{path}: null");
    }

    public static void Save(PromptTemplates templates, string folder) =>
        File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(templates, StepJson.Serializer) + "\n");
}
