using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Tests.Shared;

/// <summary>What a step has got is got once, whatever becomes of the attempt that got it.</summary>
public sealed class SavedResultsTests : IDisposable
{
    private const string FileName = "results.jsonl";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-results-");

    private string File => Path.Combine(_folder.FullName, FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Find_AfterAnotherAttempt_HasWhatThatOneKept()
    {
        using (var first = new SavedResults<string>(Context(), FileName))
        {
            first.Keep(2, "zwei – 二\n");
            first.Keep(0, "");
        }

        using var again = new SavedResults<string>(Context(), FileName);

        Assert.Equal(("", null, "zwei – 二\n", 2), (again.Find(0), again.Find(1), again.Find(2), again.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Keep_AfterATornLine_WritesOverIt(int torn)
    {
        using (var first = new SavedResults<string>(Context(), FileName))
        {
            first.Keep(0, "null – 零");
            first.Keep(1, "eins – 一");
        }
        using (var stream = new FileStream(File, FileMode.Open))
            stream.SetLength(stream.Length - torn);

        using (var again = new SavedResults<string>(Context(), FileName))
        {
            Assert.Null(again.Find(1));
            again.Keep(1, "uno");
        }
        using var last = new SavedResults<string>(Context(), FileName);

        Assert.Equal(("null – 零", "uno"), (last.Find(0), last.Find(1)));
    }

    private StepContext Context() => new()
    {
        Spec = new StepSpec
        {
            Kind = "any", Revision = 1, Options = [], Seed = 0,
            Inputs = new Dictionary<string, OutputRef>(), Files = new Dictionary<string, InputFile>(),
        },
        Inputs = new Dictionary<string, string>(),
        InputDigests = new Dictionary<string, string>(),
        CheckpointFolder = _folder.FullName,
        OutputFolder = _folder.FullName,
        Report = _ => { },
    };
}
