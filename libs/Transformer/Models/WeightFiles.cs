using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>The safetensors files of a model folder, one or several shards, mapped into memory.</summary>
internal sealed class WeightFiles : IDisposable
{
    public const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const int MaximumIndexBytes = 64 << 20;

    private readonly SafetensorsFile[] _files;
    private readonly Dictionary<string, SafetensorsFile> _byTensor = new(StringComparer.Ordinal);

    private WeightFiles(IEnumerable<string> paths)
    {
        _files = [.. paths.Select(SafetensorsFile.Open)];
        foreach (var file in _files)
            foreach (var entry in file.Entries)
                _byTensor[entry.Name] = file;
    }

    public static WeightFiles Open(string folder)
    {
        var single = Path.Combine(folder, Single);
        var index = Path.Combine(folder, Index);
        return new WeightFiles(File.Exists(single) || !File.Exists(index) ? [single] : Shards(folder, index));
    }

    public bool Has(string tensor) => _byTensor.ContainsKey(tensor);

    /// <summary>Refuses files that hold weights the model would silently leave out.</summary>
    public void RequireKnown(IReadOnlyList<ParameterSpec> specs)
    {
        var known = specs.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in _files)
            foreach (var entry in file.Entries)
                if (!known.Contains(entry.Name) && !IsDerived(entry.Name))
                    throw new CheckpointException(file.Path, $"tensor '{entry.Name}' is not part of a Llama model");
    }

    /// <summary>Copies a tensor into place, converting its type.</summary>
    public void Read(ParameterSpec spec, Tensor target)
    {
        var file = _byTensor.GetValueOrDefault(spec.Name) ?? _files[0];
        var entry = file.Get(spec.Name);
        if (!entry.Shape.SequenceEqual(spec.Shape))
            throw new CheckpointException(
                file.Path,
                $"tensor '{spec.Name}' has shape {Text(entry.Shape)}; config.json asks for {Text(spec.Shape)}");
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        target.copy_(LibTorch.FromMemory(file.Address(entry), TypeOf(file, entry), spec.Shape, owner: null));
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private static string[] Shards(string folder, string index)
    {
        var map = JsonFile.Read(index, MaximumIndexBytes).GetObject("weight_map");
        return map.Members.Select(member => member.Name)
            .Select(map.GetString)
            .Select(name => name == Path.GetFileName(name)
                ? name
                : throw new CheckpointException(index, $"names the file '{name}', which is not in its own folder"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => Path.Combine(folder, name))
            .ToArray();
    }

    // Older checkpoints store the rotary frequencies, and tied ones may store the output projection a second time.
    private static bool IsDerived(string name) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || name == LlamaLayout.OutputHead;

    private static ScalarType TypeOf(SafetensorsFile file, SafetensorsEntry entry) => entry.Type switch
    {
        SafetensorsType.F32 => ScalarType.Float32,
        SafetensorsType.F64 => ScalarType.Float64,
        SafetensorsType.BF16 => ScalarType.BFloat16,
        SafetensorsType.F16 => ScalarType.Float16,
        _ => throw new CheckpointException(
            file.Path, $"tensor '{entry.Name}' is {entry.Type.Code()}; weights are F64, F32, BF16 or F16")
    };

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
