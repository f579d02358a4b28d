using System.Text.Json;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Shared;

/// <summary>
/// The templates of a model, beside its weights, so that <c>correct</c> and <c>sample</c> ask it as it was tuned.
/// </summary>
public static class PromptTemplateFile
{
    public const string Name = "prompt_templates.json";

    /// <summary>The folder's templates, or null when it has none.</summary>
    /// <exception cref="CheckpointException">The file is there, and is not one of templates.</exception>
    public static PromptTemplates? Find(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return null;
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<PromptTemplates>(stream, StepJson.Serializer)
                ?? throw new CheckpointException(path, "is null; allowed are the keys answer, correction and chat");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, e.Message, e);
        }
    }

    public static void Save(PromptTemplates templates, string folder) =>
        File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(templates, StepJson.Serializer) + "\n");
}
