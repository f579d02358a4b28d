using System.Text.Json;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Methods.Sampling;

/// <summary>
/// The file beside answers that says what they took, where an option asks for something other than plain generation.
/// </summary>
public static class GenerationFile
{
    public const string Name = "generation.json";

    /// <summary>Writes it; without counts there is none.</summary>
    public static void Write(string folder, GenerationCounts? counts)
    {
        if (counts is { } given)
            File.WriteAllText(
                Path.Combine(folder, Name), JsonSerializer.Serialize(given, StepJson.Serializer));
    }

    /// <summary>Null where there is none.</summary>
    public static GenerationCounts? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path)
            ? JsonSerializer.Deserialize<GenerationCounts>(File.ReadAllText(path), StepJson.Serializer)
            : null;
    }
}
