using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeakToStrong.Experiments.Auditing;

/// <summary>The report of an audit as a file.</summary>
public static class AuditFile
{
    /// <summary>Its name in the folder of the run that executed the audit.</summary>
    public const string FileName = "audit.json";

    private const long MaxBytes = 64 << 20;

    /// <summary>Names in camel case, as in <c>report.json</c>; enums by name.</summary>
    public static JsonSerializerOptions Serializer { get; } = Make();

    public static string Write(AuditReport report) => JsonSerializer.Serialize(report, Serializer);

    /// <param name="utf8">The file's content.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">It is no report of an audit.</exception>
    public static AuditReport Parse(ReadOnlySpan<byte> utf8, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditReport>(utf8, Serializer)
                ?? throw new InputException(name, null, "is null; allowed is the report of an audit");
        }
        catch (JsonException exception)
        {
            throw new InputException(name, null, $"is no report of an audit: {exception.Message}");
        }
    }

    /// <exception cref="InputException">It is missing, too large, or no report of an audit.</exception>
    public static AuditReport Read(string path) => Parse(InputBytes.Read(path, MaxBytes), path);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            RespectNullableAnnotations = true,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
