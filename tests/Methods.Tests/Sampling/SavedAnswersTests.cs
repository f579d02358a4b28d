using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Sampling;

/// <summary>Answers that were stopped or abandoned go on after the last whole batch, to the same bits.</summary>
[Collection(TensorTests.Name)]
public sealed class SavedAnswersTests(ToyModels models)
{
    private const int Rows = 18;
    private const int BatchSize = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(17)]
    public void Execute_AbandonedWithinABatch_GoesOnAfterTheLastWholeOne(int dieAt)
    {
        var spec = Spec(seed: dieAt);
        Assert.Throws<InvalidOperationException>(() => models.Lab.RunAgain(
            spec, progress => ThrowAt(progress, dieAt)));

        var reports = new List<StepProgress>();
        var resumed = models.Lab.RunAgain(spec, reports.Add);

        // A batch is whole when the next one reports.
        Assert.True(reports[0].Done > (dieAt - 1) / BatchSize * BatchSize, reports[0].ToString());
        Assert.Null(resumed.Divergence);
        Assert.Equal(
            models.Lab.Store.FindStep(spec.Key)!.Outputs,
            models.Lab.RunAgain(spec).Record.Outputs);
    }

    [Fact]
    public void Execute_LastLineTorn_GeneratesThatBatchAgain()
    {
        var spec = Spec(seed: 100);
        Assert.Throws<InvalidOperationException>(() => models.Lab.RunAgain(
            spec, progress => ThrowAt(progress, 9)));
        var file = Path.Combine(models.Lab.AgainWork(spec).CheckpointFolder, "answers.jsonl");
        using (var stream = new FileStream(file, FileMode.Open))
            stream.SetLength(stream.Length - 3);

        var reports = new List<StepProgress>();
        models.Lab.RunAgain(spec, reports.Add);

        Assert.InRange(reports[0].Done, BatchSize + 1, 2 * BatchSize);
        Assert.Null(models.Lab.RunAgain(spec).Divergence);
    }

    [Fact]
    public void Execute_OutputsCannotBeWritten_KeepsWhatWasGenerated()
    {
        var spec = Spec(seed: 101);
        var work = models.Lab.AgainWork(spec);
        Assert.ThrowsAny<IOException>(() => models.Lab.RunAgain(
            spec, _ => File.WriteAllText(Path.Combine(work.OutputFolder, "samples"), "in the way")));

        Assert.Equal(
            (Rows + BatchSize - 1) / BatchSize,
            File.ReadLines(Path.Combine(work.CheckpointFolder, "answers.jsonl")).Count());
    }

    private static void ThrowAt(StepProgress progress, int at)
    {
        if (progress.Done >= at)
            throw new InvalidOperationException("abandoned");
    }

    private StepSpec Spec(int seed) => models.Lab.Spec(
        SampleAnswersStep.Kind,
        new SamplingOptions { Temperature = 1, MaxNewTokens = 12, BatchSize = BatchSize },
        new()
        {
            ["model"] = models.Base,
            ["questions"] = models.Lab.Give(
                RowFile.Questions,
                Enumerable.Range(0, Rows).Select(
                    row => new QuestionRow($"toy/{row}", "sun", ToyModels.Question(row % 2 == 0 ? "sun" : "moon")))),
        },
        seed);
}
