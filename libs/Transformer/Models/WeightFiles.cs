using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>The safetensors files of a model folder, one or several shards, mapped into memory.</summary>
internal sealed class WeightFiles : IDisposable
{
    private const string Asking = HuggingFaceConfig.FileName + " asks";
    private const int CompareBytes = 1 << 20;

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

    /// <summary>Refuses files that lack a tensor, or have it in another shape, at the first of them.</summary>
    public void RequireAll(IEnumerable<ParameterSpec> specs)
    {
        foreach (var spec in specs)
        {
            var file = FileOf(spec.Name);
            StoredTensor.RequireShape(file, file.Get(spec.Name), spec.Shape, Asking);
        }
    }

    /// <summary>
    /// Refuses an output projection that is stored beside the embedding it is tied to, and is another: transformers 4
    /// computes with the embedding, transformers 5 with the projection.
    /// </summary>
    public void RequireTiedOutput()
    {
        if (!_byTensor.TryGetValue(LlamaLayout.OutputHead, out var file) || HasBytesOfEmbedding(file))
            return;
        throw new CheckpointException(
            file.Path,
            $"tensor '{LlamaLayout.OutputHead}' is not the embedding, which tie_word_embeddings in " +
            $"{HuggingFaceConfig.FileName} says it is; set that to false, or remove the tensor");
    }

    /// <summary>The first tensor with a value that is not finite, and its file; null: there is none.</summary>
    public (string File, string Tensor)? FindNotFinite()
    {
        foreach (var file in _files)
            foreach (var entry in file.Entries)
                if (!StoredTensor.IsFinite(file, entry))
                    return (file.Path, entry.Name);
        return null;
    }

    /// <summary>Copies a tensor into place, converting its type.</summary>
    public void Read(ParameterSpec spec, Tensor target)
    {
        var file = FileOf(spec.Name);
        StoredTensor.Copy(file, file.Get(spec.Name), target, Asking);
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private SafetensorsFile FileOf(string tensor) =>
        _byTensor.GetValueOrDefault(tensor) ?? throw new CheckpointException(_path, $"has no tensor '{tensor}'");

    private bool HasBytesOfEmbedding(SafetensorsFile file)
    {
        var other = FileOf(LlamaLayout.Embedding);
        var (head, embedding) = (file.Get(LlamaLayout.OutputHead), other.Get(LlamaLayout.Embedding));
        if (head.Type != embedding.Type || !head.Shape.SequenceEqual(embedding.Shape))
            return false;
        var (left, right) = (new byte[CompareBytes], new byte[CompareBytes]);
        for (var from = 0L; from < head.Length; from += CompareBytes)
        {
            var length = (int)Math.Min(CompareBytes, head.Length - from);
            file.Read(head, left.AsSpan(0, length), from);
            other.Read(embedding, right.AsSpan(0, length), from);
            if (!left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length)))
                return false;
        }
        return true;
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
