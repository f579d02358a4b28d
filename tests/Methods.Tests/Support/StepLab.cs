using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Tests.Support;

/// <summary>The real step kinds on a store of their own, and rows that a test gives.</summary>
internal sealed class StepLab : IDisposable
{
    private const string Given = "given";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-methods-");
    private readonly StepCatalogue _catalogue = MethodCatalogue.Create();

    public StepLab()
    {
        _catalogue.Add(new StepKind
        {
            Name = Given,
            Revision = 1,
            OptionsType = typeof(GivenFile),
            Host = StepHost.Tracker,
            Outputs = ["folder"],
            Summary = "A file that the test wrote.",
            Execute = context => File.WriteAllText(
                context.Output("folder", context.Options<GivenFile>().Name), context.Options<GivenFile>().Text),
        });
        Store = ArtifactStore.Open(Path.Combine(_folder.FullName, "store"));
        Executor = new StepExecutor(Store, _catalogue);
    }

    public ArtifactStore Store { get; }

    public StepExecutor Executor { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A file outside of the store, which a step reads as its input.</summary>
    public InputFile WriteFile(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return new InputFile(path, Experiments.Canonical.Digests.OfFile(path));
    }

    /// <summary>Rows as the artifact of a step, in the file that other steps look for.</summary>
    public OutputRef Give<TRow>(string file, IEnumerable<TRow> rows)
    {
        var path = Path.Combine(_folder.FullName, file);
        RowFile.Write(path, rows);
        return Run(Spec(Given, new GivenFile(file, File.ReadAllText(path)))).Output("folder");
    }

    public StepSpec Spec(
        string kind,
        object options,
        Dictionary<string, OutputRef>? inputs = null,
        int seed = 1,
        Dictionary<string, InputFile>? files = null) => new()
        {
            Kind = kind,
            Revision = _catalogue.Kind(kind).Revision,
            Options = (JsonObject)JsonSerializer.SerializeToNode(options, options.GetType(), StepJson.Serializer)!,
            Seed = seed,
            Inputs = inputs ?? [],
            Files = files ?? [],
        };

    /// <summary>Executes a step to its end.</summary>
    public Finished Run(StepSpec spec, Action<StepProgress>? report = null)
    {
        Executor.Execute(spec, report ?? (_ => { }));
        return new Finished(spec);
    }

    /// <summary>Executes a step and returns what it reported.</summary>
    public IReadOnlyList<StepProgress> RunAndWatch(StepSpec spec)
    {
        var reports = new List<StepProgress>();
        RunAgain(spec, reports.Add);
        return reports;
    }

    /// <summary>Executes a step, finished or not, and holds what it makes against the first result.</summary>
    public StepOutcome RunAgain(StepSpec spec, Action<StepProgress>? report = null, CancellationToken stop = default)
    {
        var work = AgainWork(spec);
        using var ledger = new LedgerWriter(
            work.Ledger, spec.Key, conflict => Store.KeepConflict(spec.Key, conflict));
        var outcome = Store.Commit(spec, Executor.ExecuteIn(spec, work, ledger, report ?? (_ => { }), stop));
        Directory.GetParent(work.ProofFolder)!.Delete(recursive: true);
        return outcome;
    }

    /// <summary>Where <see cref="RunAgain"/> executes a step; what a broken-off attempt left is gone on from.</summary>
    public StepWork AgainWork(StepSpec spec)
    {
        var folder = Path.Combine(_folder.FullName, "again", spec.Key);
        return new StepWork(
            Path.Combine(folder, "checkpoint"), Path.Combine(folder, "outputs"), Path.Combine(folder, "proof"));
    }

    public string Folder(OutputRef output) => Store.OutputPath(output);

    public IReadOnlyList<TRow> Rows<TRow>(OutputRef output, string file) =>
        RowFile.Read<TRow>(Path.Combine(Folder(output), file));

    private sealed record GivenFile(string Name, string Text);
}

/// <summary>A step that has been executed.</summary>
internal sealed record Finished(StepSpec Spec)
{
    public OutputRef Output(string name) => new(Spec.Key, name);
}
