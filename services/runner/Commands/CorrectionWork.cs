using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary>What decides the corrections of a file: the rows, the model, and how tokens are drawn.</summary>
internal static class CorrectionWork
{
    /// <summary>
    /// Another for other work. A model counts as the same while its files have their sizes and times: weights of many
    /// gigabytes are not read for it.
    /// </summary>
    public static string DigestOf(
        ParseResult parsed, ModelOptions model, GenerationOptions draws, IReadOnlyList<DataRow> rows)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(JsonSerializer.SerializeToUtf8Bytes(new
        {
            CorrectAnswersStep.Definition.Revision,
            Model = Files(parsed.GetRequiredValue(model.Folder)),
            Adapter = parsed.GetValue(model.Adapter) is { } adapter ? Files(adapter) : null,
            Type = model.Dtype.Read(parsed),
            Device = model.Device.Read(parsed),
            draws,
        }));
        foreach (var row in rows)
            digest.AppendData(JsonSerializer.SerializeToUtf8Bytes(new[] { row.Prompt, row.Answer }));
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static object[] Files(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles()
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new { file.Name, file.Length, file.LastWriteTimeUtc.Ticks }),
    ];
}
