using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// The safetensors files of a model folder, one or several shards, mapped into memory. Tensors are known by the names
/// that a language model has for them; a trunk that was saved alone (transformers' LlamaModel) names its own without
/// "model.".
/// </summary>
internal sealed class WeightFiles : IDisposable
{
    private const string Asking = HuggingFaceConfig.FileName + " asks";
    private const int CompareBytes = 1 << 20;

    private static readonly string[] TrunkParts = ["embed_tokens.", "layers.", "norm."];

    private readonly string _path;
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, (SafetensorsFile File, SafetensorsEntry Entry)> _byTensor =
        new(StringComparer.Ordinal);

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
            index?.Check(tensor => files._byTensor.GetValueOrDefault(LanguageModelName(tensor)).File);
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
                if (!known.Contains(LanguageModelName(entry.Name)) && !IsDerived(entry.Name))
                    throw new CheckpointException(
                        file.Path,
                        $"tensor '{entry.Name}' is not part of the {architecture} model that config.json describes");
    }

    /// <summary>Refuses files that lack a tensor, or have it in another shape, at the first of them.</summary>
    public void RequireAll(IEnumerable<ParameterSpec> specs)
    {
        foreach (var spec in specs)
        {
            var (file, entry) = Get(spec.Name);
            StoredTensor.RequireShape(file, entry, spec.Shape, Asking);
        }
    }

    /// <summary>Refuses a trunk that was saved without the output projection of its language model.</summary>
    public void RequireOutput()
    {
        if (!Has(LlamaLayout.OutputHead))
            throw new CheckpointException(
                _path,
                $"has no tensor '{LlamaLayout.OutputHead}', a language model's output projection; allowed: files " +
                $"that have it, or tie_word_embeddings true in {HuggingFaceConfig.FileName}");
    }

    /// <summary>
    /// Refuses an output projection that is stored beside the embedding it is tied to, and is another: transformers 4
    /// computes with the embedding, transformers 5 with the projection.
    /// </summary>
    public void RequireTiedOutput()
    {
        if (!_byTensor.TryGetValue(LlamaLayout.OutputHead, out var head) || HasBytesOfEmbedding(head))
            return;
        throw new CheckpointException(
            head.File.Path,
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
        var (file, entry) = Get(spec.Name);
        StoredTensor.Copy(file, entry, target, Asking);
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private (SafetensorsFile File, SafetensorsEntry Entry) Get(string tensor) =>
        _byTensor.TryGetValue(tensor, out var found)
            ? found
            : throw new CheckpointException(_path, $"has no tensor '{tensor}'");

    private bool HasBytesOfEmbedding((SafetensorsFile File, SafetensorsEntry Entry) output)
    {
        var (file, head) = output;
        var (other, embedding) = Get(LlamaLayout.Embedding);
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
            if (!_byTensor.TryAdd(LanguageModelName(entry.Name), (file, entry)))
                throw Twice(file, entry.Name, _byTensor[LanguageModelName(entry.Name)]);
    }

    private static CheckpointException Twice(
        SafetensorsFile file, string tensor, (SafetensorsFile File, SafetensorsEntry Entry) other) => new(
            file.Path,
            $"tensor '{tensor}' is in {Path.GetFileName(other.File.Path)} too" +
            (other.Entry.Name == tensor ? "" : $", as '{other.Entry.Name}'"));

    private static string LanguageModelName(string stored) =>
        TrunkParts.Any(part => stored.StartsWith(part, StringComparison.Ordinal)) ? $"model.{stored}" : stored;

    // Older checkpoints store the rotary frequencies, and tied ones may store the output projection a second time.
    private static bool IsDerived(string name) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || name == LlamaLayout.OutputHead;
}
