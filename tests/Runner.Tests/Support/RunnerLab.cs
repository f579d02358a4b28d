using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Runner.Tests.Support;

/// <summary>Small models, and copies of the store that holds them.</summary>
public sealed class RunnerLab : IDisposable
{
    private readonly ToyModels _models = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-runner-");
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _undisturbed = [];
    private int _pathCount;

    internal ToyModels Models => _models;

    /// <summary>The pretrained model in Hugging Face layout, to be read only.</summary>
    internal string Model => _models.Lab.Folder(_models.Base);

    public void Dispose()
    {
        _models.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A path of its own, which goes with the lab.</summary>
    internal string NewPath(string name) =>
        Path.Combine(_folder.CreateSubdirectory($"{_pathCount++}").FullName, name);

    /// <summary>A store of its own, in which everything but the step itself is done.</summary>
    internal ArtifactStore NewStore()
    {
        var root = NewPath("store");
        FolderCopy.Make(_models.Lab.Store.Root, root);
        return ArtifactStore.Open(root);
    }

    /// <summary>A copy of the model that a test may damage.</summary>
    internal string CopyModel()
    {
        var copy = NewPath("model");
        FolderCopy.Make(Model, copy);
        foreach (var file in Directory.GetFiles(copy))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return copy;
    }

    /// <summary>Output name → digest, as a runner makes it that is left alone.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> UndisturbedAsync(StepSpec spec)
    {
        if (!_undisturbed.TryGetValue(spec.Key, out var outputs))
            _undisturbed.Add(spec.Key, outputs = await StepRun.CompleteAsync(this, NewStore(), spec));
        return outputs;
    }
}
