using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// <c>model.safetensors.index.json</c>: which shard holds which tensor of a model that is stored in several files.
/// </summary>
public sealed class ShardIndex
{
    /// <summary>The one file of weights that are not in shards.</summary>
    public const string SingleFile = "model.safetensors";

    /// <summary>The index's name in a model folder.</summary>
    public const string FileName = "model.safetensors.index.json";

    private const int MaximumBytes = 64 << 20;

    private readonly IReadOnlyList<(string Tensor, string File)> _map;

    private ShardIndex(string path, IReadOnlyList<(string Tensor, string File)> map)
    {
        Path = path;
        _map = map;
        var folder = System.IO.Path.GetDirectoryName(path)!;
        Files = [.. map.Select(entry => entry.File)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => System.IO.Path.Combine(folder, name))];
    }

    /// <summary>The index itself.</summary>
    public string Path { get; }

    /// <summary>Paths of the shards.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// The index of a model folder; null where weights are in one file, which counts first as in transformers.
    /// </summary>
    /// <exception cref="CheckpointException">The index is malformed, or a shard it names is not there.</exception>
    public static ShardIndex? Find(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        if (File.Exists(System.IO.Path.Combine(folder, SingleFile)) || !File.Exists(path))
            return null;
        var index = new ShardIndex(path, ReadMap(path));
        return index.Files.FirstOrDefault(file => !LinkedFile.Exists(file)) is { } missing
            ? throw new CheckpointException(
                path, $"names the shard '{System.IO.Path.GetFileName(missing)}', which is not there")
            : index;
    }

    /// <summary>Writes the index of shards into a model folder.</summary>
    /// <param name="totalSize">Bytes of all tensors.</param>
    internal static void Save(string folder, long totalSize, IEnumerable<(string Tensor, string File)> map) =>
        JsonFile.Write(System.IO.Path.Combine(folder, FileName), json =>
        {
            json.WriteStartObject("metadata");
            json.WriteNumber("total_size", totalSize);
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach (var (tensor, file) in map.OrderBy(entry => entry.Tensor, StringComparer.Ordinal))
                json.WriteString(tensor, file);
            json.WriteEndObject();
        });

    /// <summary>Refuses an index that puts a tensor where it is not.</summary>
    /// <param name="find">The file that has a tensor, or null.</param>
    internal void Check(Func<string, SafetensorsFile?> find)
    {
        foreach (var (tensor, file) in _map)
            if (System.IO.Path.GetFileName(find(tensor)?.Path) != file)
                throw new CheckpointException(Path, $"puts tensor '{tensor}' into '{file}', which does not have it");
    }

    private static List<(string Tensor, string File)> ReadMap(string path)
    {
        const string name = "weight_map";
        var map = JsonFile.Read(path, MaximumBytes).GetObject(name);
        var entries = new List<(string Tensor, string File)>();
        foreach (var member in map.Members)
        {
            if (member.Value.ValueKind != JsonValueKind.String)
                throw map.Wrong(member.Name, member.Value, "the name of a file");
            var file = member.Value.GetString()!;
            if (file.Length == 0 || file != System.IO.Path.GetFileName(file))
                throw new CheckpointException(path, $"names the file '{file}', which is not in its own folder");
            entries.Add((member.Name, file));
        }
        return entries.Count > 0 ? entries : throw new CheckpointException(path, $"field '{name}' names no tensor");
    }
}
