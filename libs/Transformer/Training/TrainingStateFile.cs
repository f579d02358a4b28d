using System.Globalization;
using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Training;

/// <summary>The JSON half of a training checkpoint.</summary>
internal sealed record TrainingStateFile
{
    private const int Format = 1;
    private const int MaximumBytes = 1 << 20;

    public required TrainingState State { get; init; }

    /// <summary>Updates the optimiser has made.</summary>
    public required int Step { get; init; }

    /// <summary>Checksum of each tensor.</summary>
    public required IReadOnlyDictionary<string, ulong> Checksums { get; init; }

    public static TrainingStateFile Load(string path)
    {
        var json = JsonFile.Read(path, MaximumBytes);
        if (json.GetInt32("format") != Format)
            throw json.Error("format", $"is not {Format}");
        return new TrainingStateFile
        {
            State = new TrainingState
            {
                Update = json.GetInt32("update"),
                Epoch = json.GetInt32("epoch"),
                Position = json.GetInt32("position"),
                Totals = Numbers(json.GetObject("totals")),
                Values = Numbers(json.GetObject("values"))
            },
            Step = json.GetInt32("optimiser_step"),
            Checksums = ReadChecksums(json.GetObject("checksums"))
        };
    }

    public void Save(string path) => JsonFile.Write(path, json =>
    {
        json.WriteNumber("format", Format);
        json.WriteNumber("update", State.Update);
        json.WriteNumber("epoch", State.Epoch);
        json.WriteNumber("position", State.Position);
        json.WriteNumber("optimiser_step", Step);
        Write(json, "totals", State.Totals);
        Write(json, "values", State.Values);
        json.WriteStartObject("checksums");
        foreach (var (name, checksum) in Checksums.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(name, checksum.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    });

    // The shortest text that reads back as the same number, so nothing is lost.
    private static void Write(Utf8JsonWriter json, string name, SortedDictionary<string, double> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (key, number) in numbers)
            json.WriteNumber(key, number);
        json.WriteEndObject();
    }

    private static SortedDictionary<string, double> Numbers(JsonObjectReader json)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var member in json.Members)
            numbers.Add(member.Name, json.FindDouble(member.Name) ?? throw json.Error(member.Name, "is null"));
        return numbers;
    }

    private static Dictionary<string, ulong> ReadChecksums(JsonObjectReader json) => json.Members.ToDictionary(
        member => member.Name,
        member => ulong.TryParse(
            json.GetString(member.Name), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            ? checksum
            : throw json.Error(member.Name, "is not a hexadecimal number"),
        StringComparer.Ordinal);
}
