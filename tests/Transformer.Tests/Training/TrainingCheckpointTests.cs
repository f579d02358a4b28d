using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Transformer.Tests.Training;

public sealed class TrainingCheckpointTests
{
    [Fact]
    public void Restore_NothingSaved_IsNull()
    {
        using var folder = new TemporaryFolder();
        using var run = new Run(5);
        Assert.Null(new TrainingCheckpoint(Path.Combine(folder.Path, "none")).Restore(run.Parameters, run.Optimiser));
    }

    [Fact]
    public void Restore_OfSave_GivesEverythingBack()
    {
        using var folder = new TemporaryFolder();
        using var saved = new Run(5);
        using var restored = new Run(5);
        var state = new TrainingState { Update = 12, Epoch = 1, Position = 3 };
        state.Totals["loss"] = 1.0 / 3;
        state.Values["kl_coefficient"] = 0.1 + 0.2;
        saved.Fill(2);
        new TrainingCheckpoint(folder.Path).Save(saved.Parameters, saved.Optimiser, state);
        var found = new TrainingCheckpoint(folder.Path).Restore(restored.Parameters, restored.Optimiser)!;
        Assert.Equal((12, 1, 3, 2), (found.Update, found.Epoch, found.Position, restored.Optimiser.Step));
        Assert.Equal(state.Totals, found.Totals);
        Assert.Equal(state.Values, found.Values);
        Assert.Equal(saved.Checksums(), restored.Checksums());
    }

    [Theory]
    [InlineData(".json", true)]
    [InlineData(".json", false)]
    [InlineData(".safetensors", true)]
    [InlineData(".safetensors", false)]
    public void Restore_NewestIsTorn_FallsBackToTheOneBefore(string suffix, bool truncate)
    {
        using var folder = new TemporaryFolder();
        using var run = new Run(50);
        run.Fill(1);
        var first = run.Checksums();
        var checkpoint = new TrainingCheckpoint(folder.Path);
        checkpoint.Save(run.Parameters, run.Optimiser, new TrainingState { Update = 1 });
        run.Fill(2);
        checkpoint.Save(run.Parameters, run.Optimiser, new TrainingState { Update = 2 });
        Tear(Path.Combine(folder.Path, "checkpoint-000000002" + suffix), truncate);
        Assert.Equal(1, checkpoint.Restore(run.Parameters, run.Optimiser)!.Update);
        Assert.Equal(first, run.Checksums());
    }

    [Fact]
    public void Save_AfterNewerOnesWerePassedOver_RemovesThem()
    {
        using var folder = new TemporaryFolder();
        using var run = new Run(5);
        var checkpoint = new TrainingCheckpoint(folder.Path);
        foreach (var update in (int[])[7, 8])
            checkpoint.Save(run.Parameters, run.Optimiser, new TrainingState { Update = update });

        var passedOver = checkpoint.Restore(run.Parameters, run.Optimiser, latestUpdate: 6);
        checkpoint.Save(run.Parameters, run.Optimiser, new TrainingState { Update = 3 });

        Assert.Null(passedOver);
        Assert.Equal(3, checkpoint.Restore(run.Parameters, run.Optimiser)!.Update);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Restore_OfAnotherModel_NamesBothShapes()
    {
        using var folder = new TemporaryFolder();
        using var saved = new Run(5);
        using var other = new Run(6);
        var checkpoint = new TrainingCheckpoint(folder.Path);
        checkpoint.Save(saved.Parameters, saved.Optimiser, new TrainingState());
        var problem = Assert.Throws<CheckpointException>(() => checkpoint.Restore(other.Parameters, other.Optimiser));
        Assert.Contains("holds Float32[5]; this model has Float32[6]", problem.Message, StringComparison.Ordinal);
    }

    private static void Tear(string file, bool truncate)
    {
        var bytes = File.ReadAllBytes(file);
        if (truncate)
            bytes = bytes[..(bytes.Length / 2)];
        else
            bytes[^20] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private sealed class Run : IDisposable
    {
        public Run(int length)
        {
            Parameters = new([new() { Name = "w", Shape = [length] }], ScalarType.Float32, torch.CPU);
            Optimiser = new(Parameters, new());
        }

        public ParameterBuffer Parameters { get; }

        public AdamW Optimiser { get; }

        public void Fill(int step)
        {
            Parameters.Gradients!.fill_(0.1 * step);
            Optimiser.Step = step - 1;
            Optimiser.Update(1e-2);
        }

        public ulong[] Checksums() =>
        [
            Parameters.Checksum(), LibTorch.Checksum(Optimiser.FirstMoment), LibTorch.Checksum(Optimiser.SecondMoment)
        ];

        public void Dispose()
        {
            Optimiser.Dispose();
            Parameters.Dispose();
        }
    }
}
