using System.Text.Json;
using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Methods.Auditing;

/// <summary>What the steps of an audit hand on: what was found of one step or of several.</summary>
internal static class FindingFile
{
    private const string Name = "finding.json";

    public static void Write(string folder, IReadOnlyList<AuditedStep> steps) =>
        File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(steps, AuditFile.Serializer));

    public static IReadOnlyList<AuditedStep> Read(string folder) =>
        JsonSerializer.Deserialize<IReadOnlyList<AuditedStep>>(
            File.ReadAllBytes(Path.Combine(folder, Name)), AuditFile.Serializer)!;
}
