using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>
/// <c>report.json</c>, keys in camel case. The stable part is an artifact and has no environment and no durations; the
/// user's file has them too.
/// </summary>
public static class ReportFile
{
    public const string Name = "report.json";

    private static readonly string[] NotCovered = ["environment", "durations", "reportDigest"];

    private static readonly JsonSerializerOptions Serializer = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
        // The file is read by people and programs, never pasted into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Serialize(Report report) => ToJson(report).ToJsonString(Serializer) + "\n";

    /// <summary>Writes the part that is the same whenever and wherever the experiment is run.</summary>
    public static void WriteStable(Report report, string path) =>
        File.WriteAllText(path, Serialize(report with { Environment = null, Durations = null }));

    /// <summary>Writes the user's file: the stable part, and what this run was like.</summary>
    public static void Write(string stablePath, JsonObject environment, JsonObject durations, string path) =>
        File.WriteAllText(path, Serialize(Read(stablePath) with { Environment = environment, Durations = durations }));

    /// <exception cref="InvalidDataException">It is not a report, or was changed since it was written.</exception>
    public static Report Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <param name="json">The report as it was written.</param>
    /// <param name="name">What messages call it.</param>
    /// <inheritdoc cref="Read"/>
    public static Report Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var report = JsonSerializer.Deserialize<Report>(json, Serializer)
                ?? throw new InvalidDataException($"{name} is not a report");
            return DigestOf(report) == report.ReportDigest
                ? report
                : throw new InvalidDataException($"{name} was changed: its digest is not {report.ReportDigest}");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{name} is not a report: {e.Message}", e);
        }
    }

    /// <summary>SHA-256 of the canonical JSON of everything but environment, durations and the digest itself.</summary>
    public static string DigestOf(Report report)
    {
        var json = ToJson(report);
        foreach (var key in NotCovered)
            json.Remove(key);
        return Digests.OfJson(json);
    }

    private static JsonObject ToJson(Report report)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(report, Serializer)!;
        foreach (var key in new[] { "environment", "durations" })
            if (json[key] is null)
                json.Remove(key);
        return json;
    }
}
