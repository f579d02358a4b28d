using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Experiments.Tests.Steps;

namespace WeakToStrong.Experiments.Tests.Store;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ArtifactStore _store;

    public ArtifactStoreTests() => _store = ArtifactStore.Open(Path.Combine(_temp.Path, "store"));

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Commit_Outputs_AreFoundByAnotherInstance()
    {
        var outcome = Commit(seed: 1, "hello");

        var record = ArtifactStore.Open(_store.Root).FindStep(outcome.Record.Key);

        Assert.Equal(outcome.Record.Outputs, record!.Outputs);
        Assert.Equal(outcome.Record.Key, record.Spec.Key);
        Assert.True(_store.VerifyArtifact(record.Outputs["out"]));
        Assert.Equal(5, _store.Size());
    }

    [Fact]
    public void Commit_SameContentFromTwoSteps_IsStoredOnce()
    {
        var first = Commit(seed: 1, "hello");
        var second = Commit(seed: 2, "hello");

        Assert.Equal(first.Record.Outputs["out"], second.Record.Outputs["out"]);
        Assert.Single(Directory.GetDirectories(Path.Combine(_store.Root, "artifacts")));
    }

    [Fact]
    public void Commit_BeyondTheLimit_ThrowsBeforeAnythingChanges()
    {
        var limited = ArtifactStore.Open(_store.Root, maxBytes: 8);
        Commit(seed: 1, "hello");

        var error = Assert.Throws<StorageFullException>(() => Commit(seed: 2, "world", limited));

        Assert.Equal(
            $"the store {_store.Root} is limited to 8 bytes, 5 are used and step write needs 5 more; "
            + "raise the limit or collect garbage",
            error.Message);
        Assert.Null(_store.FindStep(Specs.Make(seed: 2).Key));
        Assert.Equal(5, _store.Size());
        Assert.Equal("hello", ReadText(Commit(seed: 3, "hello", limited)));
    }

    [Fact]
    public void Commit_DiskFullAtTheRecord_IsStorageFullAndTheNextOpenRecovers()
    {
        var key = Specs.Make().Key;
        // The record's temporary file is a link to a device on which every write fails with ENOSPC.
        File.CreateSymbolicLink(Path.Combine(_store.Root, "steps", key + ".json.tmp"), "/dev/full");

        Assert.Throws<StorageFullException>(() => Commit(seed: 1, "hello"));
        Assert.Null(_store.FindStep(key));

        var reopened = ArtifactStore.Open(_store.Root);
        Assert.Empty(Directory.GetFiles(Path.Combine(_store.Root, "steps")));
        Assert.Equal("hello", ReadText(Commit(seed: 1, "hello", reopened)));
    }

    [Fact]
    public void FindStep_ArtifactRemovedByHand_IsNotFoundAndCommittedAnew()
    {
        var first = Commit(seed: 1, "hello");
        Directory.Delete(_store.ArtifactPath(first.Record.Outputs["out"]), recursive: true);

        Assert.Null(_store.FindStep(first.Record.Key));
        Assert.Equal("hello", ReadText(Commit(seed: 1, "hello")));
        Assert.NotNull(_store.FindStep(first.Record.Key));
    }

    [Fact]
    public void VerifyArtifact_ChangedFile_IsFalse()
    {
        var digest = Commit(seed: 1, "hello").Record.Outputs["out"];
        var file = Path.Combine(_store.ArtifactPath(digest), "text.txt");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, "jello");

        Assert.False(_store.VerifyArtifact(digest));
    }

    [Fact]
    public void Commit_ArtifactFiles_AreReadOnly()
    {
        var digest = Commit(seed: 1, "hello").Record.Outputs["out"];
        var mode = File.GetUnixFileMode(Path.Combine(_store.ArtifactPath(digest), "text.txt"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, mode);
    }

    [Fact]
    public void CollectGarbage_StepsNotNamed_GoWithTheirArtifactsAndWork()
    {
        var live = Commit(seed: 1, "hello");
        var dead = Commit(seed: 2, "world!");
        var shared = Commit(seed: 3, "hello");
        _store.Work(Specs.Make(seed: 4).Key);

        var report = _store.CollectGarbage(new HashSet<string> { live.Record.Key });

        Assert.Equal(
            new GarbageReport(StepsRemoved: 2, ArtifactsRemoved: 1, WorkFoldersRemoved: 1, BytesFreed: 6), report);
        Assert.Equal("hello", ReadText(live));
        Assert.Null(_store.FindStep(dead.Record.Key));
        Assert.Null(_store.FindStep(shared.Record.Key));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_store.Root, "work")));
    }

    [Fact]
    public void EmptyTrash_WhileAnotherHoldsTheStore_DeletesWhatWasCollected()
    {
        Commit(seed: 1, "hello");
        _store.Work(Specs.Make(seed: 4).Key);
        _store.CollectGarbage(new HashSet<string>());
        Assert.Equal(2, Trash.Length);
        using var held = Hold("store.lock");

        _store.EmptyTrash();

        Assert.Empty(Trash);
    }

    [Fact]
    public void EmptyTrash_WhileAnotherEmptiesIt_LeavesItToThatOne()
    {
        Commit(seed: 1, "hello");
        _store.CollectGarbage(new HashSet<string>());
        using var held = Hold("trash.lock");

        _store.EmptyTrash();

        Assert.Single(Trash);
    }

    [Fact]
    public void CollectGarbage_WhatWasCollectedBefore_GoesAgain()
    {
        for (var round = 0; round < 2; round++)
        {
            Commit(seed: 1, "hello");
            Assert.Equal(1, _store.CollectGarbage(new HashSet<string>()).ArtifactsRemoved);
        }
    }

    [Fact]
    public void StoreLocked_OutOfAStep_IsTriedAgain() =>
        Assert.Equal(
            FailureReason.RunnerLost,
            RunnerFailed.Of(new StoreLockedException(_store.Root, TimeSpan.FromSeconds(60))).Reason);

    [Fact]
    public void RemoveRun_OfOneThatIsThereAndOfOneThatIsNot_LeavesNoFolder()
    {
        File.WriteAllText(Path.Combine(_store.RunFolder("there"), "report.json"), "{}");

        _store.RemoveRun("there");
        _store.RemoveRun("not-there");

        Assert.Empty(_store.RunsUntouchedSince(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void RunsUntouchedSince_FolderThatIsWrittenTo_IsNotAmongThem()
    {
        var written = TimeProvider.System.GetUtcNow();
        Directory.SetLastWriteTimeUtc(_store.RunFolder("old"), written.UtcDateTime.AddDays(-2));
        _store.RunFolder("new");

        Assert.Equal(["old"], _store.RunsUntouchedSince(written.AddDays(-1)));
    }

    [Fact]
    public void CollectGarbage_StepUnderWay_KeepsItsFolder()
    {
        var key = Specs.Make(seed: 4).Key;
        using var held = _store.LockStep(key);
        var work = _store.Work(key);

        _store.CollectGarbage(new HashSet<string>());

        Assert.True(Directory.Exists(work.CheckpointFolder));
    }

    [Fact]
    public void CollectGarbage_DivergenceOfALiveStep_KeepsBothArtifacts()
    {
        var first = Commit(seed: 1, "hello");
        var second = Commit(seed: 1, "other").Divergence!;

        _store.CollectGarbage(new HashSet<string> { first.Record.Key });
        Assert.True(_store.HasArtifact(second.Second["out"]));

        _store.CollectGarbage(new HashSet<string>());
        Assert.False(_store.HasArtifact(second.Second["out"]));
        Assert.Single(_store.Divergences());
    }

    [Fact]
    public void Open_AfterACrash_ClearsLeftovers()
    {
        var record = Commit(seed: 1, "hello").Record;
        // A crash after the record was written leaves the work folder, one in a collection leaves the trash.
        File.WriteAllText(Path.Combine(_store.Work(record.Key).CheckpointFolder, "state"), "done");
        Directory.CreateDirectory(Path.Combine(_store.Root, "trash", "half"));
        File.WriteAllText(Path.Combine(_store.Root, "steps", "x.json.tmp"), "{");
        var unfinished = _store.Work(Specs.Make(seed: 2).Key);

        ArtifactStore.Open(_store.Root);

        Assert.False(Directory.Exists(Path.Combine(_store.Root, "work", record.Key)));
        Assert.True(Directory.Exists(unfinished.CheckpointFolder));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_store.Root, "trash")));
        Assert.Single(Directory.GetFiles(Path.Combine(_store.Root, "steps")));
    }

    [Fact]
    public async Task LockStep_ReleasedWhileWaiting_IsAcquired()
    {
        var key = Specs.Make().Key;
        var first = _store.LockStep(key);
        var second = Task.Run(() => _store.LockStep(key, wait: TimeSpan.FromSeconds(30)));
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("")]
    [InlineData("ABCDEF")]
    public void Paths_NotADigest_Throw(string name)
    {
        Assert.Throws<ArgumentException>(() => _store.ArtifactPath(name));
        Assert.Throws<ArgumentException>(() => _store.FindStep(name));
        Assert.Throws<ArgumentException>(() => _store.Work(name));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void RunFolder_NotAnId_Throws(string id) =>
        Assert.Throws<ArgumentException>(() => _store.RunFolder(id));

    [Fact]
    public void Commit_OutputNameThatLeavesTheFolder_Throws() =>
        Assert.Throws<ArgumentException>(
            () => _store.Commit(Specs.Make(), new Dictionary<string, string> { ["../x"] = _temp.Path }));

    private string[] Trash => Directory.GetFileSystemEntries(Path.Combine(_store.Root, "trash"));

    private FileStream Hold(string lockFile) => new(
        Path.Combine(_store.Root, lockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private StepOutcome Commit(int seed, string text, ArtifactStore? store = null)
    {
        store ??= _store;
        var spec = Specs.Make(seed: seed);
        var output = Path.Combine(store.Work(spec.Key).OutputFolder, "out");
        Directory.CreateDirectory(output);
        File.WriteAllText(Path.Combine(output, "text.txt"), text);
        var outcome = store.Commit(spec, new Dictionary<string, string> { ["out"] = output });
        store.RemoveWork(spec.Key);
        return outcome;
    }

    private string ReadText(StepOutcome outcome) =>
        File.ReadAllText(Path.Combine(_store.ArtifactPath(outcome.Record.Outputs["out"]), "text.txt"));
}
