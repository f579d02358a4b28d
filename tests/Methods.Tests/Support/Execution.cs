using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Tests.Support;

/// <summary>One step in a folder of its own, executed in as many attempts as it takes.</summary>
internal sealed class Execution(StepLab lab, StepSpec spec) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-execution-");
    private int _lost;

    public string Ledger => Work.Ledger;

    /// <summary>What its last attempt reported.</summary>
    public List<StepProgress> Reports { get; } = [];

    private string Root => Path.Combine(_folder.FullName, $"{_lost}");

    private StepWork Work => new(
        Path.Combine(Root, "checkpoint"), Path.Combine(Root, "output"), Path.Combine(Root, "proof"));

    /// <summary>Executes the step to its end.</summary>
    /// <returns>Output name → digest.</returns>
    public SortedDictionary<string, string> Finish() =>
        Attempt(interruption: null) ?? throw new InvalidOperationException("an attempt that nobody disturbed ended");

    /// <summary>Executes the step from where it is.</summary>
    /// <returns>Output name → digest; null when it did not come to its end.</returns>
    public SortedDictionary<string, string>? Attempt(Interruption? interruption)
    {
        using var stop = new CancellationTokenSource();
        using var writer = new LedgerWriter(
            Ledger, spec.Key, conflict => Assert.Fail($"entry {conflict.Index} came out otherwise"));
        var ledger = new InterruptedLedger(writer, interruption, Lose);
        Reports.Clear();
        try
        {
            var folders = lab.Executor.ExecuteIn(
                spec, Work, ledger, progress => Report(progress, interruption, stop), stop.Token);
            return new(folders.ToDictionary(output => output.Key, output => Digests.OfFolder(output.Value)));
        }
        catch (Exception exception) when (exception is StepStoppedException or CrashException)
        {
            return null;
        }
        finally
        {
            GoOnFromWhatWasLeft();
        }
    }

    /// <summary>Path within the folder of checkpoints → digest.</summary>
    public SortedDictionary<string, string> Checkpoints() => Digests.FilesOf(Work.CheckpointFolder);

    public string CheckpointFile(string name) => Path.Combine(Work.CheckpointFolder, name);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Report(StepProgress progress, Interruption? interruption, CancellationTokenSource stop)
    {
        Reports.Add(progress);
        if (interruption is null || progress.Done < interruption.Unit)
            return;
        if (interruption.Kind == InterruptionKind.Stop)
            stop.Cancel();
        else
            throw new CrashException();
    }

    /// <summary>Keeps what is on the disk now: what the attempt still writes while it ends is lost.</summary>
    private void Lose() => FolderCopy.Make(Root, Path.Combine(_folder.FullName, $"{_lost + 1}"));

    private void GoOnFromWhatWasLeft()
    {
        if (Directory.Exists(Path.Combine(_folder.FullName, $"{_lost + 1}")))
            _lost++;
    }

    private sealed class InterruptedLedger(LedgerWriter inner, Interruption? interruption, Action lose) : ILedger
    {
        public LedgerAnswer Append(LedgerEntry entry, IReadOnlyList<string> rows)
        {
            var isHere = interruption?.IsAt(entry) ?? false;
            if (isHere && interruption!.Kind == InterruptionKind.ThrowBeforeEntry)
                throw new CrashException();
            var answer = inner.Append(entry, rows);
            if (!isHere)
                return answer;
            if (interruption!.Kind == InterruptionKind.LoseAfterEntry)
                lose();
            throw new CrashException();
        }

        public void Flush() => inner.Flush();

        public long Reach(string stage) => inner.Reach(stage);
    }
}
