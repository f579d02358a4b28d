using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Files;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Files;

public sealed class PrepareFilesStepTests : IDisposable
{
    private static readonly PromptTemplates Templates =
        new() { Answer = "Q {question} A", Correction = "{question}|{answer}|" };

    private readonly StepLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Execute_ThreeFiles_SplitsJudgePairsOffTheSupervisors()
    {
        var step = Prepare(Pairs("s", 10), Pairs("t", 2), Pairs("e", 1));

        Assert.Equal(
            new LabelRow("supervisor/00000", "s0", "s0", "s0 good", "s0 bad"), Labels(step, "supervisor")[0]);
        Assert.Equal(7, Labels(step, "supervisor").Count);
        Assert.Equal(["s7", "s8", "s9"], Labels(step, "judge").Select(row => row.Prompt));
        Assert.Equal(["transfer/00000", "transfer/00001"], Labels(step, "transfer").Select(row => row.Id));
        Assert.Equal(
            [new QuestionRow("test/00000", "e0", "e0")],
            _lab.Rows<QuestionRow>(step.Output("questions_test"), RowFile.Questions));
    }

    [Fact]
    public void Execute_ThreeFiles_DocumentsHoldNeitherTestNorJudgeRows()
    {
        var step = Prepare(Pairs("s", 2), Pairs("t", 1), Pairs("e", 1), judgeFraction: 0.5);

        Assert.Equal(
            ["Q s0 A s0 good", "Q s0 A s0 bad", "Q t0 A t0 good", "Q t0 A t0 bad"],
            _lab.Rows<DocumentRow>(step.Output("student_corpus"), RowFile.Documents).Select(row => row.Completion));
        Assert.Equal(
            "s0|s0 bad| s0 good",
            _lab.Rows<DocumentRow>(step.Output("supervisor_corpus"), RowFile.Documents)[^1].Completion);
    }

    [Fact]
    public void Execute_FewerRowsAsked_TakesTheFirst() =>
        Assert.Equal(4, Labels(Prepare(Pairs("s", 9), Pairs("t", 9), Pairs("e", 9), rows: 4), "transfer").Count);

    [Fact]
    public void Execute_NoRowForTheJudge_NamesFileAndOption()
    {
        var error = Assert.Throws<InputException>(() => Prepare(Pairs("s", 3), Pairs("t", 1), Pairs("e", 1)));

        Assert.EndsWith(
            "supervisor.jsonl: has 3 rows, of which judge_fraction 0.3 sets none aside for the reward judge; "
            + "allowed are 4 rows or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_RowsWithoutAnAnswer_NamesFileAndLine()
    {
        const string completion = """
            {"prompt": "a", "completion": "b"}
            """;
        var error = Assert.Throws<InputException>(() => Prepare(Pairs("s", 4), completion, Pairs("e", 1)));

        Assert.EndsWith("transfer.jsonl", error.File, StringComparison.Ordinal);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public void Execute_SamplesBesideTheTruth_PairsThemById()
    {
        var truth = _lab.Give(
            RowFile.Labels, [new LabelRow("1", "a", "qa", "right a", "x"), new("2", "b", "qb", "right b", "y")]);
        var samples = _lab.Give(RowFile.Samples, [new SampleRow("2", "b", "qb", "said b")]);

        var step = _lab.Run(_lab.Spec(
            PairCorrectionsStep.Kind, new NoOptions(), new() { ["truth"] = truth, ["samples"] = samples }));

        Assert.Equal(
            [new LabelRow("2", "b", "qb", "right b", "said b")],
            _lab.Rows<LabelRow>(step.Output("labels"), RowFile.Labels));
    }

    private IReadOnlyList<LabelRow> Labels(Finished step, string split) =>
        _lab.Rows<LabelRow>(step.Output($"labels_{split}"), RowFile.Labels);

    private Finished Prepare(
        string supervisor, string transfer, string test, double judgeFraction = 0.3, int rows = 100) =>
        _lab.Run(_lab.Spec(
            PrepareFilesStep.Kind,
            new PrepareFilesOptions
            {
                Format = FileFormat.Auto, Rows = rows, JudgeFraction = judgeFraction, Templates = Templates,
            },
            files: new Dictionary<string, InputFile>
            {
                ["supervisor"] = _lab.WriteFile("supervisor.jsonl", supervisor),
                ["transfer"] = _lab.WriteFile("transfer.jsonl", transfer),
                ["test"] = _lab.WriteFile("test.jsonl", test),
            }));

    private static string Pairs(string name, int count) => string.Concat(Enumerable.Range(0, count).Select(
        i => $"{{\"prompt\": \"{name}{i}\", \"chosen\": \"{name}{i} good\", \"rejected\": \"{name}{i} bad\"}}\n"));
}
