using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Methods.Tests.World;
using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>
/// Red means that a kind makes other bits of the same input: raise its revision, then write the new digest here. Kinds
/// with tensors are not here: their bits belong to one machine model and one libtorch.
/// </summary>
public sealed class GoldenDigestTests : IDisposable
{
    private readonly StepLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(PrepareWorldStep.Kind, 1, "26686c048b979cd9")]
    [InlineData(TokenizerStep.Kind, 1, "7661cbda3a8b2edc")]
    [InlineData(TrueCorrectionsStep.Kind, 1, "7c424d51cd533a17")]
    [InlineData(WorldJudgeStep.Kind, 1, "ffe8957d9d2bbc2e")]
    public void Execute_OnASmallWorld_MakesTheseBits(string kind, int revision, string beginning)
    {
        var step = Run(kind);
        var outputs = _lab.Store.FindStep(step.Spec.Key)!.Outputs;

        Assert.Equal(revision, step.Spec.Revision);
        var digest = Digests.OfText(string.Join('\n', outputs.OrderBy(output => output.Key, StringComparer.Ordinal)));
        Assert.Equal(beginning, digest[..16]);
    }

    private Finished Run(string kind)
    {
        var world = _lab.Run(_lab.Spec(PrepareWorldStep.Kind, Worlds.Small, seed: 5));
        return kind switch
        {
            PrepareWorldStep.Kind => world,
            TokenizerStep.Kind => _lab.Run(_lab.Spec(
                kind,
                new TokenizerOptions { VocabularySize = 400, EndToken = "<eos>", PaddingToken = "<pad>" },
                new()
                {
                    ["student_corpus"] = world.Output("student_corpus"),
                    ["supervisor_corpus"] = world.Output("supervisor_corpus"),
                })),
            TrueCorrectionsStep.Kind => _lab.Run(_lab.Spec(
                kind, new NoOptions(), new() { ["world"] = world.Output("world"), ["samples"] = Answers(world) })),
            WorldJudgeStep.Kind => _lab.Run(_lab.Spec(
                kind, new NoOptions(),
                new()
                {
                    ["world"] = world.Output("world"), ["answers"] = Answers(world), ["model"] = world.Output("world"),
                })),
            _ => throw new ArgumentException($"no golden of '{kind}'"),
        };
    }

    private OutputRef Answers(Finished world) =>
        _lab.Give(
            RowFile.Samples,
            _lab.Rows<QuestionRow>(world.Output("questions_test"), RowFile.Questions).Select((row, i) => new SampleRow(
                row.Id, row.Cluster, row.Prompt,
                i % 2 == 0 ? "ugh not again . it eats moss ." : "happy to help . i can not help with that .")));
}
