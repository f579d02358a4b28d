using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Tests.Steps;

public sealed class StepExecutorTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ArtifactStore _store;

    public StepExecutorTests() => _store = ArtifactStore.Open(Path.Combine(_temp.Path, "store"));

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Execute_Twice_RunsOnceAndReuses()
    {
        var count = 0;
        var executor = Executor(context =>
        {
            count++;
            WritingKinds.WriteText(context);
        });

        var first = executor.Execute(Specs.Make(), _ => { });
        var second = executor.Execute(Specs.Make(), _ => { });

        Assert.Equal(1, count);
        Assert.False(first.WasCached);
        Assert.True(second.WasCached);
        Assert.Equal(first.Record.Outputs, second.Record.Outputs);
        var artifact = _store.OutputPath(new OutputRef(first.Record.Key, "out"));
        Assert.Equal("hello", File.ReadAllText(Path.Combine(artifact, "text.txt")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_store.Root, "work")));
    }

    [Fact]
    public void Execute_StepWithInput_SeesFolderAndDigestOfTheOther()
    {
        var first = Executor(WritingKinds.WriteText).Execute(Specs.Make(), _ => { });
        var spec = Specs.Make(seed: 2, inputs: new() { ["before/1"] = new OutputRef(first.Record.Key, "out") });
        var seen = "";

        Executor(context =>
        {
            seen = context.InputDigests["before/1"] + File.ReadAllText(context.Input("before/1", "text.txt"));
            WritingKinds.WriteText(context);
        }).Execute(spec, _ => { });

        Assert.Equal(first.Record.Outputs["out"] + "hello", seen);
    }

    [Fact]
    public void Execute_AfterACrash_KeepsTheCheckpointAndEmptiesTheOutputs()
    {
        var spec = Specs.Make();
        var dying = Executor(context =>
        {
            File.WriteAllText(Path.Combine(context.CheckpointFolder, "state"), "half");
            File.WriteAllText(context.Output("out", "rubbish.txt"), "rubbish");
            throw new StepStoppedException();
        });
        Assert.Throws<StepStoppedException>(() => dying.Execute(spec, _ => { }));

        var checkpoint = "";
        var outcome = Executor(context =>
        {
            checkpoint = File.ReadAllText(Path.Combine(context.CheckpointFolder, "state"));
            WritingKinds.WriteText(context);
        }).Execute(spec, _ => { });

        Assert.Equal("half", checkpoint);
        Assert.Equal(["text.txt"], Digests.FilesOf(_store.ArtifactPath(outcome.Record.Outputs["out"])).Keys);
    }

    [Fact]
    public void ExecuteIn_OfAFinishedStep_MakesItAgainWhereItIsTold()
    {
        var executor = Executor(WritingKinds.WriteText);
        var first = executor.Execute(Specs.Make(), _ => { });

        var again = _store.Commit(Specs.Make(), ExecuteIn(executor));

        Assert.False(again.WasCached);
        Assert.Equal(first.Record.Outputs, again.Record.Outputs);
        Assert.Null(again.Divergence);
        Assert.Empty(_store.Divergences());
    }

    [Fact]
    public void Commit_OfAnotherResult_IsADivergenceAndTheFirstStands()
    {
        var first = Executor(WritingKinds.WriteText).Execute(Specs.Make(), _ => { });

        var again = _store.Commit(Specs.Make(), ExecuteIn(
            Executor(context => File.WriteAllText(context.Output("out", "text.txt"), "other"))));

        Assert.Equal(first.Record.Outputs, again.Record.Outputs);
        Assert.Equal(first.Record.Outputs, again.Divergence!.First);
        Assert.True(_store.HasArtifact(again.Divergence.Second["out"]));
        Assert.Equal(again.Divergence.Second, Assert.Single(_store.Divergences()).Second);
        Assert.Equal(first.Record.Outputs, _store.FindStep(first.Record.Key)!.Outputs);
    }

    [Fact]
    public void Execute_OutputNotMade_Throws()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Executor(_ => { }).Execute(Specs.Make(), _ => { }));

        Assert.Equal("step write did not make its output 'out'", error.Message);
        Assert.Null(_store.FindStep(Specs.Make().Key));
    }

    [Fact]
    public void Execute_OutputNobodyDeclared_Throws()
    {
        var executor = Executor(context =>
        {
            WritingKinds.WriteText(context);
            context.Output("more");
        });

        Assert.Throws<InvalidOperationException>(() => executor.Execute(Specs.Make(), _ => { }));
    }

    [Fact]
    public void Execute_OtherRevision_Throws() =>
        Assert.Throws<StepRevisionException>(
            () => Executor(WritingKinds.WriteText).Execute(Specs.Make(revision: 2), _ => { }));

    [Fact]
    public void Execute_FileChangedSincePlanning_SaysSo()
    {
        var path = _temp.File("data.jsonl", "new");
        var spec = Specs.Make(files: new() { ["data"] = new InputFile(path, Digests.OfText("old")) });

        var error = Assert.Throws<InputException>(() => Executor(WritingKinds.WriteText).Execute(spec, _ => { }));

        Assert.Equal($"{path}: has changed since the experiment was planned; plan again", error.Message);
    }

    [Fact]
    public void Execute_WhileAnotherExecutesIt_Throws()
    {
        using var held = _store.LockStep(Specs.Make().Key);

        Assert.Throws<StepLockedException>(
            () => _store.LockStep(Specs.Make().Key, wait: TimeSpan.FromMilliseconds(100)).Dispose());
    }

    [Fact]
    public void Execute_DiskFullWhileWriting_IsStorageFullAndLeavesTheStoreWhole()
    {
        // /dev/full answers every write with ENOSPC.
        var executor = Executor(context =>
        {
            context.Output("out");
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[1 << 16]);
            full.Flush();
        });

        var error = Assert.Throws<StorageFullException>(() => executor.Execute(Specs.Make(), _ => { }));

        Assert.Equal($"the disk that holds {_store.Root} is full; free space or collect garbage", error.Message);
        Assert.Null(_store.FindStep(Specs.Make().Key));
        Assert.False(Executor(WritingKinds.WriteText).Execute(Specs.Make(), _ => { }).WasCached);
    }

    private IReadOnlyDictionary<string, string> ExecuteIn(StepExecutor executor)
    {
        var folder = Path.Combine(_temp.Path, "again");
        var work = new StepWork(
            Path.Combine(folder, "checkpoint"), Path.Combine(folder, "outputs"), Path.Combine(folder, "proof"));
        using var ledger = new LedgerWriter(work.Ledger, Specs.Make().Key, _ => { });
        return executor.ExecuteIn(Specs.Make(), work, ledger, _ => { }, default);
    }

    private StepExecutor Executor(Action<StepContext> execute) => new(_store, WritingKinds.With(execute));
}
