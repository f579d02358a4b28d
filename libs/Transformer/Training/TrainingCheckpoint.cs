using System.Globalization;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Transformer.Training;

/// <summary>
/// The state of a run in a folder: flat weights and moments as safetensors, the rest as JSON with their checksums. The
/// JSON is written last, so a crash at any moment leaves the previous checkpoint the newest whole one.
/// </summary>
/// <param name="folder">Folder of this run alone.</param>
public sealed class TrainingCheckpoint(string folder)
{
    private const string Prefix = "checkpoint-";
    private const string TensorSuffix = ".safetensors";
    private const string StateSuffix = ".json";
    private const string Weights = "weights";
    private const string Master = "master";
    private const string FirstMoment = "first_moment";
    private const string SecondMoment = "second_moment";

    // The newest, and one to fall back on should the disk lose it.
    private const int Kept = 2;

    /// <summary>Saves a state between two updates; older checkpoints but one, and newer ones, are removed.</summary>
    public void Save(ParameterBuffer parameters, AdamW optimiser, TrainingState state)
    {
        using var scope = torch.NewDisposeScope();
        Directory.CreateDirectory(folder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{state.Update:D9}");
        var buffers = Array.ConvertAll(
            Buffers(parameters, optimiser), buffer => (buffer.Name, Values: buffer.Values.cpu()));
        SafetensorsWriter.Write(
            Path.Combine(folder, name + TensorSuffix),
            buffers.Select(buffer => TensorSource.Of(buffer.Name, buffer.Values)));
        // From here the tensors are durable; without the JSON a restart does not see them yet.
        new TrainingStateFile
        {
            State = state,
            Step = optimiser.Step,
            Checksums = buffers.ToDictionary(buffer => buffer.Name, buffer => LibTorch.Checksum(buffer.Values))
        }.Save(Path.Combine(folder, name + StateSuffix));
        // A newer one was passed over when this run began: what follows now is another course than that one's.
        foreach (var newer in Names().TakeWhile(other => other != name))
            Remove(newer);
        foreach (var old in Names().Skip(Kept))
            Remove(old);
    }

    /// <summary>Restores the newest whole checkpoint; a torn one is passed over.</summary>
    /// <param name="latestUpdate">
    /// Newer ones are passed over too: of two models that are saved one after the other, a crash leaves the first
    /// ahead.
    /// </param>
    /// <returns>Its state, or null where there is none.</returns>
    /// <exception cref="CheckpointException">The newest whole checkpoint is of another model.</exception>
    public TrainingState? Restore(ParameterBuffer parameters, AdamW optimiser, int latestUpdate = int.MaxValue)
    {
        var buffers = Buffers(parameters, optimiser);
        foreach (var name in Names())
        {
            using var scope = torch.NewDisposeScope();
            if (Read(name, buffers, latestUpdate) is not { } found)
                continue;
            foreach (var (buffer, target) in buffers)
                Copy(name, found.Tensors[buffer], target);
            optimiser.Step = found.File.Step;
            return found.File.State;
        }
        return null;
    }

    /// <summary>What is saved, the oldest first; what cannot be read is left out.</summary>
    public IReadOnlyList<SavedCheckpoint> List() =>
        [.. Names().Reverse().Select(Describe).OfType<SavedCheckpoint>()];

    private SavedCheckpoint? Describe(string name)
    {
        try
        {
            var file = TrainingStateFile.Load(Path.Combine(folder, name + StateSuffix));
            return file.Checksums.TryGetValue(Weights, out var weights)
                ? new SavedCheckpoint(
                    file.State.Update, weights,
                    [Path.Combine(folder, name + StateSuffix), Path.Combine(folder, name + TensorSuffix)])
                : null;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private static (string Name, Tensor Values)[] Buffers(ParameterBuffer parameters, AdamW optimiser) =>
    [
        (Weights, parameters.Values),
        (FirstMoment, optimiser.FirstMoment),
        (SecondMoment, optimiser.SecondMoment),
        .. optimiser.Master is { } master ? [(Master, master)] : Array.Empty<(string, Tensor)>()
    ];

    private void Copy(string name, Tensor source, Tensor target)
    {
        if (source.dtype != target.dtype || !source.shape.SequenceEqual(target.shape))
            throw new CheckpointException(
                Path.Combine(folder, name + TensorSuffix),
                $"holds {source.dtype}{Shape(source)}; this model has {target.dtype}{Shape(target)}");
        using var frozen = torch.no_grad();
        target.copy_(source);
    }

    // Null for a checkpoint that is newer, and for one that is torn: a file that cannot be read, or whose tensors are
    // not those that were saved.
    private (TrainingStateFile File, Dictionary<string, Tensor> Tensors)? Read(
        string name, (string Name, Tensor Values)[] buffers, int latestUpdate)
    {
        try
        {
            var file = TrainingStateFile.Load(Path.Combine(folder, name + StateSuffix));
            if (file.State.Update > latestUpdate)
                return null;
            using var tensors = SafetensorsFile.Open(Path.Combine(folder, name + TensorSuffix));
            var copies = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (var (buffer, _) in buffers)
            {
                copies[buffer] = StoredTensor.Of(tensors, tensors.Get(buffer)).clone();
                if (file.Checksums.GetValueOrDefault(buffer) != LibTorch.Checksum(copies[buffer]))
                    return null;
            }
            return (file, copies);
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    // Newest first; only what has a JSON counts.
    private string[] Names() => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFiles(folder, $"{Prefix}*{StateSuffix}")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .OrderDescending(StringComparer.Ordinal)
        .ToArray();

    private void Remove(string name)
    {
        File.Delete(Path.Combine(folder, name + StateSuffix));
        File.Delete(Path.Combine(folder, name + TensorSuffix));
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}

/// <summary>A checkpoint as its own file describes it.</summary>
/// <param name="Update">Updates that were made.</param>
/// <param name="Weights">Checksum of its weights.</param>
/// <param name="Files">Paths of its files.</param>
public sealed record SavedCheckpoint(int Update, ulong Weights, IReadOnlyList<string> Files);
