using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Tests.Steps;

public sealed class AttemptJournalTests : IDisposable
{
    private static readonly RunStep First = new()
    {
        AttemptId = Guid.Empty,
        AttemptNumber = 1,
        StepKey = new string('a', 64),
        StepName = "sft",
        SpecJson = "{}",
    };

    private readonly TempFolder _folder = new();

    [Fact]
    public void GoOn_AfterTheEnd_NotesNothing()
    {
        var logs = new AttemptLogs(_folder.Path);
        var journal = new AttemptJournal(logs, TimeProvider.System);
        journal.Begin(First);
        journal.End(new RunnerFailed(FailureReason.Error, "broken"));
        journal.Dispose();

        // The tracker did not hear of the end yet, gave the attempt up and sent the step again.
        journal.GoOn(First, First with { AttemptNumber = 2 });

        var log = logs.Read(First.StepKey, 1, 0, AttemptLogs.MaxPartBytes)!.Text;
        Assert.EndsWith("ended (Error): broken\n", log, StringComparison.Ordinal);
        Assert.Null(logs.Read(First.StepKey, 2, 0, AttemptLogs.MaxPartBytes));
    }

    public void Dispose() => _folder.Dispose();
}
