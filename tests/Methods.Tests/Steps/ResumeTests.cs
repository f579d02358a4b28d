using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>
/// A step that was stopped, and then abandoned by a crash, makes the bits of one that was left alone.
/// </summary>
[Collection(TensorTests.Name)]
public sealed class ResumeTests(ToyModels models)
{
    /// <param name="name">The step.</param>
    /// <param name="stopAt">It is asked to stop after so many units, and saves itself there.</param>
    /// <param name="dieAt">The next attempt dies while it reports so many.</param>
    /// <param name="resumeAt">The first unit of the last attempt that was not made before.</param>
    [Theory]
    [InlineData(ToySteps.Supervisor, 1, 5, 2)]
    [InlineData(ToySteps.Supervisor, 5, 8, 6)]
    [InlineData(ToySteps.Sft, 3, 6, 4)]
    [InlineData(ToySteps.Dpo, 3, 6, 4)]
    [InlineData(ToySteps.Reward, 3, 6, 4)]
    [InlineData(ToySteps.PpoWithValueHead, 1, 3, 3)]
    [InlineData(ToySteps.PpoWithCritic, 1, 3, 3)]
    [InlineData(ToySteps.SftSaving, 3, 6, 4)]
    [InlineData(ToySteps.DpoSaving, 3, 6, 4)]
    [InlineData(ToySteps.PpoSaving, 1, 3, 3)]
    public void Execute_StoppedThenAbandoned_EndsInTheSameBits(string name, int stopAt, int dieAt, int resumeAt)
    {
        var spec = models.Spec(name);
        var whole = models.Lab.RunAndWatch(spec);

        Assert.Throws<StepStoppedException>(() => Attempt(spec, stopAt, dieAt: int.MaxValue));
        Assert.Throws<CrashException>(() => Attempt(spec, stopAt: int.MaxValue, dieAt));
        var made = new List<StepProgress>();
        var outcome = models.Lab.RunAgain(spec, made.Add);

        Assert.Equal(resumeAt, made.First(progress => progress.Done >= resumeAt).Done);
        Assert.DoesNotContain(made, progress => progress.Done == resumeAt - 1);
        Assert.Equal(TokensBy(whole).Where(entry => made.Any(each => each.Done == entry.Key)), TokensBy(made));
        Assert.Null(outcome.Divergence);
        Assert.Equal(models.Lab.Executor.Execute(spec, _ => { }).Record.Outputs, outcome.Record.Outputs);
    }

    /// <summary>Tokens count from the beginning of the step, however many attempts and stages it has.</summary>
    private static SortedDictionary<long, double> TokensBy(IEnumerable<StepProgress> reports) =>
        new(reports.ToDictionary(report => report.Done, report => report.Metrics[AxisMetrics.TokenCount]));

    private void Attempt(StepSpec spec, int stopAt, int dieAt)
    {
        using var stop = new CancellationTokenSource();
        models.Lab.RunAgain(
            spec,
            progress =>
            {
                if (progress.Done == dieAt)
                    throw new CrashException();
                if (progress.Done == stopAt)
                    stop.Cancel();
            },
            stop.Token);
    }

    private sealed class CrashException : Exception;
}
