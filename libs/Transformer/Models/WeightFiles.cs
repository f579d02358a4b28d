using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>The safetensors files of a model folder, one or several shards, mapped into memory.</summary>
internal sealed class WeightFiles : IDisposable
{
    private readonly string _path;
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, SafetensorsFile> _byTensor = new(StringComparer.Ordinal);

    private WeightFiles(string path) => _path = path;

    /// <summary>Opens the files of a folder and holds an index, where there is one, against its shards.</summary>
    public static WeightFiles Open(string folder)
    {
        var index = ShardIndex.Find(folder);
        var files = new WeightFiles(index?.Path ?? Path.Combine(folder, ShardIndex.SingleFile));
        try
        {
            foreach (var path in index?.Files ?? [files._path])
                files.Add(SafetensorsFile.Open(path));
            index?.Check(files._byTensor);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public bool Has(string tensor) => _byTensor.ContainsKey(tensor);

    /// <summary>Refuses files that hold weights the model would silently leave out.</summary>
    public void RequireKnown(IReadOnlyList<ParameterSpec> specs, string architecture)
    {
        var known = specs.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in _files)
            foreach (var entry in file.Entries)
                if (!known.Contains(entry.Name) && !IsDerived(entry.Name))
                    throw new CheckpointException(
                        file.Path,
                        $"tensor '{entry.Name}' is not part of the {architecture} model that config.json describes");
    }

    /// <summary>Copies a tensor into place, converting its type.</summary>
    public void Read(ParameterSpec spec, Tensor target)
    {
        var file = _byTensor.GetValueOrDefault(spec.Name)
            ?? throw new CheckpointException(_path, $"has no tensor '{spec.Name}'");
        StoredTensor.Copy(file, file.Get(spec.Name), target, $"{HuggingFaceConfig.FileName} asks");
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private void Add(SafetensorsFile file)
    {
        _files.Add(file);
        foreach (var entry in file.Entries)
            if (!_byTensor.TryAdd(entry.Name, file))
                throw new CheckpointException(
                    file.Path, $"tensor '{entry.Name}' is in {Path.GetFileName(_byTensor[entry.Name].Path)} too");
    }

    // Older checkpoints store the rotary frequencies, and tied ones may store the output projection a second time.
    private static bool IsDerived(string name) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || name == LlamaLayout.OutputHead;
}
