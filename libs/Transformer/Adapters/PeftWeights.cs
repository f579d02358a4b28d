using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>
/// The tensors of a PEFT adapter, mapped into memory; names are the model's own, without PEFT's prefix.
/// </summary>
internal sealed class PeftWeights : IDisposable
{
    public const string FileName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private readonly SafetensorsFile _file;

    private PeftWeights(SafetensorsFile file) => _file = file;

    public static PeftWeights Open(string folder) => new(SafetensorsFile.Open(Path.Combine(folder, FileName)));

    public static void Save(string folder, IEnumerable<(string Name, Tensor Values)> tensors) =>
        SafetensorsWriter.Write(
            Path.Combine(folder, FileName),
            tensors.Select(tensor => TensorSource.Of(Prefix + tensor.Name, tensor.Values)));

    public bool Has(string name) => _file.Find(Prefix + name) is not null;

    /// <summary>Rows of a matrix; null where it is none, is not there or has more than a rank may be.</summary>
    public int? RowsOf(string name) =>
        _file.Find(Prefix + name)?.Shape is [var rows and > 0 and <= LoraOptions.MaximumRank, _] ? (int)rows : null;

    /// <summary>Refuses a file with tensors that would silently be left out.</summary>
    public void RequireKnown(IEnumerable<string> names)
    {
        var known = names.Select(name => Prefix + name).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in _file.Entries)
            if (!known.Contains(entry.Name))
                throw new CheckpointException(
                    _file.Path,
                    $"tensor '{entry.Name}' is not part of the LoRA that {PeftConfig.FileName} describes");
    }

    /// <summary>Copies a tensor into place, converting its type.</summary>
    public void Read(ParameterSpec spec, Tensor target)
    {
        StoredTensor.Copy(
            _file, _file.Get(Prefix + spec.Name), target, $"{PeftConfig.FileName} and the model ask");
    }

    public void Dispose() => _file.Dispose();
}
