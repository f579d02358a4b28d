using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>
/// Steps that are interrupted at random places, in every way that one process can be: weights, optimiser, ledger and
/// labels are those of a step that was left alone. What only the death of a process can do is in the runner's tests.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class ResumePropertyTests(ToyModels models)
{
    private const int Points = 20;
    private const int MostPerExecution = 3;

    private static readonly InterruptionKind[] Kinds = Enum.GetValues<InterruptionKind>();

    [Theory]
    [InlineData(ToySteps.Supervisor)]
    [InlineData(ToySteps.Sft)]
    [InlineData(ToySteps.Dpo)]
    [InlineData(ToySteps.Reward)]
    [InlineData(ToySteps.PpoWithValueHead)]
    [InlineData(ToySteps.PpoWithCritic)]
    [InlineData(ToySteps.SupervisorWithLora)]
    [InlineData(ToySteps.SftWithLora)]
    [InlineData(ToySteps.DpoWithLora)]
    [InlineData(ToySteps.PpoWithLora)]
    [InlineData(ToySteps.PpoWithCriticAndLora)]
    public void Execute_InterruptedAtRandomPlaces_EndsInTheSameBits(string name)
    {
        var spec = models.Spec(name);
        var whole = Whole.Of(models.Lab, spec);
        var points = 0;
        for (var seed = 1UL; points < Points; seed++)
            points += Interrupt(spec, whole, seed);
    }

    /// <summary>Generation keeps no checkpoints: an answer depends on its row alone.</summary>
    [Theory]
    [InlineData(ToySteps.Answers)]
    [InlineData(ToySteps.Corrections)]
    [InlineData(ToySteps.ShardOfCorrections)]
    public void Execute_GenerationInterruptedAtRandomPlaces_MakesTheSameText(string name)
    {
        var spec = models.Spec(name);
        var whole = Whole.Of(models.Lab, spec);
        Assert.True(whole.Entries.Count > 1, "one batch has no middle");
        var points = 0;
        for (var seed = 1UL; points < Points; seed++)
        {
            using var execution = new Execution(models.Lab, spec);
            var random = new SplitMix64(seed);
            for (var count = 1 + random.NextBelow(MostPerExecution); count > 0; count--, points++)
                execution.Attempt(Draw(random, whole, floor: 0, ceiling: whole.UnitCount));
            whole.AssertEnd(execution, $"{name}, seed {seed}");
        }
    }

    /// <summary>A disk loses the newest state of one of the models: the one before is taken, of all of them.</summary>
    [Theory]
    [InlineData(ToySteps.PpoWithCritic, "policy/checkpoint-000000016.safetensors")]
    [InlineData(ToySteps.PpoWithCritic, "critic/checkpoint-000000016.json")]
    [InlineData(ToySteps.PpoWithCritic, "critic/checkpoint-000000016.safetensors")]
    public void Execute_NewestCheckpointIsTorn_GoesOnFromTheOneBefore(string name, string torn)
    {
        var spec = models.Spec(name);
        var whole = Whole.Of(models.Lab, spec);
        using var execution = new Execution(models.Lab, spec);
        execution.Attempt(new Interruption { Kind = InterruptionKind.Stop, Unit = 2 });

        File.WriteAllBytes(execution.CheckpointFile(torn), File.ReadAllBytes(execution.CheckpointFile(torn))[..^9]);
        whole.AssertEnd(execution, torn);

        Assert.Equal(2, execution.Reports[0].Done);
    }

    /// <summary>A checkpoint beyond what is entered may be of another course: it is left alone.</summary>
    [Fact]
    public void Execute_LedgerIsLost_BeginsAnewAndEndsInTheSameBits()
    {
        var spec = models.Spec(ToySteps.Sft);
        var whole = Whole.Of(models.Lab, spec);
        using var execution = new Execution(models.Lab, spec);
        execution.Attempt(new Interruption { Kind = InterruptionKind.Stop, Unit = 5 });
        execution.Attempt(new Interruption { Kind = InterruptionKind.Stop, Unit = 6 });

        File.Delete(execution.Ledger);
        execution.Attempt(new Interruption { Kind = InterruptionKind.Stop, Unit = 2 });
        whole.AssertEnd(execution, "no ledger");

        Assert.Equal(3, execution.Reports[0].Done);
    }

    /// <returns>How many interruptions there were.</returns>
    private int Interrupt(StepSpec spec, Whole whole, ulong seed)
    {
        using var execution = new Execution(models.Lab, spec);
        var random = new SplitMix64(seed);
        var history = new List<Interruption>();
        var floor = 0L;
        for (var count = 1 + random.NextBelow(MostPerExecution); count > 0 && floor < whole.LateUnit - 1; count--)
        {
            var interruption = Draw(random, whole, floor, whole.LateUnit);
            history.Add(interruption);
            Assert.Null(execution.Attempt(interruption));
            if (interruption.Kind == InterruptionKind.Stop || whole.SavesEveryUnit)
                floor = execution.Reports.Select(report => report.Done).Append(floor).Max();
        }
        var description = $"{spec.Kind}, seed {seed}: {string.Join(", ", history)}";
        Assert.Null(execution.Attempt(new Interruption { Kind = InterruptionKind.Stop, Unit = whole.LateUnit }));
        whole.AssertLateState(execution, description);
        whole.AssertEnd(execution, description);
        return history.Count;
    }

    /// <summary>An interruption after unit <paramref name="floor"/> and before <paramref name="ceiling"/>.</summary>
    private static Interruption Draw(SplitMix64 random, Whole whole, long floor, long ceiling)
    {
        var kind = Kinds[random.NextBelow(Kinds.Length)];
        if (kind is InterruptionKind.Stop or InterruptionKind.ThrowInReport)
        {
            var unit = floor + 1 + random.NextBelow((int)(ceiling - floor - 1));
            return new Interruption { Kind = kind, Unit = unit };
        }
        var (from, to) = (whole.EntriesUntil(floor), whole.EntriesUntil(ceiling));
        return new Interruption { Kind = kind, Entry = whole.Entries[from + random.NextBelow(to - from)] };
    }

    /// <summary>What a step makes that is left alone.</summary>
    private sealed record Whole
    {
        public required long UnitCount { get; init; }

        public required byte[] Ledger { get; init; }

        public required IReadOnlyList<LedgerEntry> Entries { get; init; }

        public required IReadOnlyDictionary<string, string> Outputs { get; init; }

        /// <summary>Of an execution that was stopped once, after all updates but the last unit's.</summary>
        public required IReadOnlyDictionary<string, string> LateState { get; init; }

        public long LateUnit => UnitCount - 1;

        /// <summary>Whether there is a checkpoint after each unit, and not only where it is asked to stop.</summary>
        public bool SavesEveryUnit => Entries.Any(entry => entry.Stage == "policy");

        public static Whole Of(StepLab lab, StepSpec spec)
        {
            using var execution = new Execution(lab, spec);
            var outputs = execution.Finish();
            using var late = new Execution(lab, spec);
            var units = execution.Reports[^1].Total;
            late.Attempt(new Interruption { Kind = InterruptionKind.Stop, Unit = units - 1 });
            using var ledger = LedgerReader.Open(execution.Ledger)!;
            return new Whole
            {
                UnitCount = units,
                Ledger = File.ReadAllBytes(execution.Ledger),
                Entries = [.. ledger.Entries()],
                Outputs = outputs,
                LateState = late.Checkpoints(),
            };
        }

        public int EntriesUntil(long unit) => (int)(unit * Entries.Count / UnitCount);

        /// <summary>Weights, moments and counters as they are saved, byte for byte.</summary>
        public void AssertLateState(Execution execution, string description)
        {
            Assert.NotEmpty(LateState);
            var found = execution.Checkpoints();
            foreach (var (file, digest) in LateState)
                Assert.True(found.GetValueOrDefault(file) == digest, $"{description}: {file} is another");
        }

        public void AssertEnd(Execution execution, string description)
        {
            var outputs = execution.Finish();
            Assert.True(Outputs.SequenceEqual(outputs), $"{description}: the outputs are others");
            Assert.True(
                Ledger.AsSpan().SequenceEqual(File.ReadAllBytes(execution.Ledger)),
                $"{description}: the ledger is another");
        }
    }
}
