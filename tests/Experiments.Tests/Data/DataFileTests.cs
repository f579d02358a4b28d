using System.Text;
using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Experiments.Tests.Data;

public sealed class DataFileTests : IDisposable
{
    private const string Containers = "a JSON array of objects, or JSONL (one object per line), in UTF-8";

    private const string AlignerRow = """{"question": "q", "answer": "a", "correction": "c"}""";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("""{"question": "q", "answer": "a", "correction": "c"}""", DataFormat.Aligner, "q", "a", "c")]
    [InlineData("""{"prompt": "q", "chosen": "c", "rejected": "a"}""", DataFormat.Preference, "q", "a", "c")]
    [InlineData("""{"chosen": "q: c", "rejected": "q: a", "s": 1}""", DataFormat.ImplicitPreference, "q:", "a", "c")]
    [InlineData("""{"prompt": "q", "completion": "c"}""", DataFormat.PromptCompletion, "q", null, "c")]
    [InlineData("""{"prompt": "q"}""", DataFormat.PromptOnly, "q", null, null)]
    [InlineData("""{"question": "q", "answer": "a"}""", DataFormat.QuestionAnswer, "q", "a", null)]
    [InlineData(
        """{"prompt": "q", "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "c"}]}""",
        DataFormat.Messages, "q", null, "c")]
    [InlineData(
        """{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}, """
        + """ {"role": "assistant", "content": "c"}]}""",
        DataFormat.Messages, "\n\nSystem: s\n\nHuman: q\n\nAssistant:", null, "c")]
    [InlineData(
        """{"prompt": [{"role": "user", "content": "q"}], "chosen": [{"role": "assistant", "content": "c"}], """
        + """ "rejected": [{"role": "assistant", "content": "a"}]}""",
        DataFormat.Preference, "q", "a", "c")]
    [InlineData(
        """{"prompt": "q", "chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "c"}], """
        + """ "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}""",
        DataFormat.Preference, "q", "a", "c")]
    [InlineData(
        """{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "c"}], """
        + """ "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}""",
        DataFormat.ImplicitPreference, "q", "a", "c")]
    public void Read_EachFormat_IsRecognisedAndMapped(
        string row, DataFormat format, string prompt, string? answer, string? correction)
    {
        foreach (var content in new[] { row, $"\n{row}\r\n", $"[{row}]", $"\uFEFF[\n{row}\n]\n" })
        {
            var path = _temp.File("data", content);

            var read = Assert.Single(DataFile.Read(path, null, 10));

            Assert.Equal(("1", prompt, answer, correction), (read.Id, read.Prompt, read.Answer, read.Correction));
            Assert.Equal(format, DataFile.Inspect(path).Format);
        }
    }

    [Fact]
    public void Read_LinesAndIds_AreThoseOfTheFile()
    {
        var lines = _temp.File("a.jsonl", $"{AlignerRow}\n\n{AlignerRow}\n");
        var onThreeLines = AlignerRow.Replace(",", ",\n", StringComparison.Ordinal);
        var array = _temp.File("a.json", $"[\n  {AlignerRow},\n  {onThreeLines},\n{AlignerRow}]");

        Assert.Equal([("1", 1), ("2", 3)], DataFile.Read(lines, null, 10).Select(row => (row.Id, row.Line)));
        Assert.Equal([("1", 2), ("2", 3), ("3", 6)], DataFile.Read(array, null, 10).Select(row => (row.Id, row.Line)));
    }

    [Fact]
    public void Read_MaxRows_StopsBeforeTheRest()
    {
        var path = _temp.File("a.jsonl", $"{AlignerRow}\n{AlignerRow}\nrubbish");

        Assert.Equal(2, DataFile.Read(path, null, 2).Count);
    }

    [Fact]
    public void Read_RowsLargerThanTheBuffer_AreWhole()
    {
        var text = string.Concat(Enumerable.Repeat("größer ", 40_000));
        var row = $$"""{"question": "{{text}}", "answer": "a", "correction": "c"}""";

        foreach (var content in new[] { $"{AlignerRow}\n{row}\n{AlignerRow}", $"[{AlignerRow},{row},{AlignerRow}]" })
        {
            var rows = DataFile.Read(_temp.File("a", content), null, 10);
            Assert.Equal(["q", text, "q"], rows.Select(read => read.Prompt));
        }
    }

    [Theory]
    [InlineData("", null, "is empty; allowed is " + Containers)]
    [InlineData(" \n\n", null, "is empty; allowed is " + Containers)]
    [InlineData("[]", null, "has no rows; at least one is needed")]
    [InlineData("question,answer\nq,a\n", 1,
        "is neither JSON nor JSONL, it begins with 'question,answer\\x0aq,a\\x0a'; allowed is "
        + Containers + "; CSV and Parquet are not read")]
    [InlineData("{\"prompt\": \"a\"}\n{\"prompt\": \"b", 2,
        "the line ends before its JSON object does; allowed is one object per line, or a JSON array of objects")]
    [InlineData("[{\"prompt\": \"a\"},\n{\"prompt\": \"b", 2,
        "the file ends inside the JSON array; its closing bracket is missing")]
    [InlineData("[{\"prompt\": \"a\"}\n", 2, "the file ends inside the JSON array; its closing bracket is missing")]
    [InlineData("[{\"prompt\": \"a\"}] x", 1, "text follows the end of the JSON array; allowed is one array")]
    [InlineData("[{\"prompt\": \"a\"} {}]", 1, "between two rows stands something else than a comma")]
    [InlineData("[1]", 1, "a row is a number; allowed is an object with named columns")]
    [InlineData("{\"question\": \"q\", \"correction\": \"c\"}", 1,
        "has the columns question, correction, which lacks answer for aligner; allowed: "
        + "question, answer, correction (aligner); prompt, chosen, rejected (preference); "
        + "chosen, rejected (implicit-preference); prompt, completion (prompt-completion); "
        + "question, answer (question-answer); messages (messages); prompt (prompt-only)")]
    [InlineData("{\"messages\": \"q\"}", 1, "messages is a text; allowed is a list of messages")]
    [InlineData("{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}", 1,
        "messages has one message; allowed are a question and its answer, or more")]
    [InlineData(
        """{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}]}""", 1,
        "messages ends with a message of the user; allowed is an answer of the assistant as the last")]
    [InlineData("{\"prompt\": \"a\"}\n{\"text\": \"b\"}", 2,
        "lacks the column 'prompt'; it has text, and prompt-only needs prompt")]
    [InlineData("{\"prompt\": \"a\"}\n{\"prompt\": \"a\", \"completion\": \"c\"}", 2,
        "has the columns of prompt-completion (prompt, completion), but line 1 is prompt-only; "
        + "allowed is one format in a file")]
    [InlineData("{\"prompt\": \"a\"}\n{\"prompt\": 3}", 2,
        "prompt is a number; allowed is a text or a list of messages")]
    [InlineData("{\"prompt\": null}", 1, "prompt is null; allowed is a text or a list of messages")]
    [InlineData("{\"prompt\": []}", 1, "prompt is an empty list; allowed is at least one message")]
    [InlineData("{\"prompt\": [\"a\"]}", 1, "prompt is a list with a text; allowed are messages with role and content")]
    [InlineData("{\"prompt\": [{\"role\": \"tool\", \"content\": \"a\"}]}", 1,
        "prompt has the role 'tool'; allowed: system, user, assistant")]
    [InlineData("{\"prompt\": \"\\ud800\"}", 1, "prompt has an unpaired surrogate, which is not a character")]
    [InlineData("{\"chosen\": \"a\", \"rejected\": \"b\"}", 1,
        "chosen and rejected share no beginning, so there is no prompt; add a prompt column")]
    [InlineData("{\"chosen\": \"a\", \"rejected\": \"a\"}", 1,
        "chosen and rejected are the same text, so prompt and answer cannot be told apart")]
    public void ReadAndInspect_WrongContent_NameFileAndLine(string content, int? line, string message)
    {
        var path = _temp.File("data", content);

        var error = Assert.Throws<InputException>(() => DataFile.Read(path, null, 10));

        Assert.Equal(new InputProblem(path, line, message), Assert.Single(error.Problems));
        Assert.Equal(error.Problems[0], DataFile.Inspect(path).FirstProblem);
    }

    [Theory]
    [InlineData("{\"prompt\": tru}\n", 1)]
    [InlineData("{\"prompt\": \"a\"}\n{\"prompt\" \"a\"}\n", 2)]
    [InlineData("[\n{\"prompt\": \"a\"},\n{\n\"prompt\" \"a\"}]", 4)]
    [InlineData("[{\"prompt\": \"a\"},\n]", 2)]
    [InlineData("{\"prompt\": \"a\", \"prompt\": \"b\"}", 1)]
    public void Read_NotJson_NamesTheLine(string content, int line)
    {
        var problem = DataFile.Inspect(_temp.File("data", content)).FirstProblem!;

        Assert.Equal(line, problem.Line);
        Assert.StartsWith("is not JSON at byte ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"prompt\": \"a\"}\n{\"prompt\": \"", "\"}\n", 2, 28)]
    [InlineData("[{\"prompt\": \"a\"},\n{\"prompt\": \"", "\"}]", 2, 30)]
    public void Read_NotUtf8_NamesTheByte(string before, string after, int line, int offset)
    {
        var path = _temp.File("data", [.. Encoding.UTF8.GetBytes(before), 0xE4, .. Encoding.UTF8.GetBytes(after)]);

        var problem = DataFile.Inspect(path).FirstProblem!;

        Assert.Equal(line, problem.Line);
        Assert.StartsWith($"byte {offset} of the file is not UTF-8", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"prompt\": \"")]
    [InlineData("[{\"prompt\": \"")]
    public void Read_RowBeyondTheLimit_IsRefused(string before)
    {
        var path = _temp.File("data", before + new string('x', 17 << 20));

        Assert.Equal(
            "a row is longer than 16777216 bytes, which is the most a row may have",
            DataFile.Inspect(path).FirstProblem!.Message);
    }

    [Fact]
    public void Read_NoSuchFileOrAFolder_SaysSo()
    {
        Assert.Equal("nowhere: no such file", DataFile.Inspect("nowhere").FirstProblem!.ToString());
        Assert.Throws<InputException>(() => DataFile.Read(_temp.Path, null, 1));
    }

    [Fact]
    public void Read_ALinkToNothing_IsNoFile()
    {
        var link = Path.Combine(_temp.Path, "link");
        File.CreateSymbolicLink(link, "nowhere");

        Assert.Equal($"{link}: no such file", DataFile.Inspect(link).FirstProblem!.ToString());
    }

    [Fact]
    public void Read_NamedFormat_NeedsItsColumnsOnly()
    {
        var path = _temp.File("data", """{"prompt": "p", "chosen": "x c", "rejected": "x a"}""");

        Assert.Equal("x", DataFile.Read(path, DataFormat.ImplicitPreference, 1)[0].Prompt);
        var error = Assert.Throws<InputException>(() => DataFile.Read(path, DataFormat.Aligner, 1));
        Assert.Equal(
            $"{path}:1: lacks the column 'question'; it has prompt, chosen, rejected, "
            + "and aligner needs question, answer, correction",
            error.Message);
    }

    [Fact]
    public void Inspect_GoodFile_CountsAndMeasures()
    {
        var path = _temp.File("a.jsonl",
            """
            {"question": "q1", "answer": "a b", "correction": "a b"}
            {"question": "q", "answer": "a b", "correction": "a c", "note": 1}
            {"question": "", "answer": "a", "correction": "b"}
            """);

        var inspection = DataFile.Inspect(path);

        Assert.Null(inspection.FirstProblem);
        Assert.Equal(("jsonl", 3), (inspection.Container, inspection.RowCount));
        Assert.Equal(["question", "answer", "correction", "note"], inspection.Columns);
        Assert.Equal(new ColumnStatistics("question", 0, 1, 2, 1), inspection.Statistics[0]);
        Assert.Equal(1.0 / 3, inspection.Corrections!.CopyFraction);
        Assert.Equal((0 + 0.5 + 1) / 3, inspection.Corrections.EditRatio);
    }

    [Theory]
    [InlineData(2000, (1.0 + 0.5) / 2)]
    [InlineData(2001, 0.5)]
    public void Inspect_LongTexts_AreNotMeasured(int words, double expected)
    {
        var path = _temp.File("a.jsonl",
            $$"""
            {"question": "q", "answer": "a", "correction": "{{string.Join(' ', Enumerable.Repeat("b", words))}}"}
            {"question": "q", "answer": "a b", "correction": "a c"}
            """);

        Assert.Equal(expected, DataFile.Inspect(path).Corrections!.EditRatio);
    }

    [Fact]
    public void Inspect_OnlyLongTexts_HasNoEditRatio()
    {
        var text = string.Join(' ', Enumerable.Repeat("a", 2001));
        var path = _temp.File("a.jsonl", $$"""{"question": "q", "answer": "{{text}}", "correction": "{{text}}"}""");

        Assert.Equal(new CorrectionStatistics(1, null), DataFile.Inspect(path).Corrections);
    }

    [Fact]
    public void Inspect_ProblemAfterGoodRows_CountsThose()
    {
        var inspection = DataFile.Inspect(_temp.File("a.jsonl", $"{AlignerRow}\n{AlignerRow}\n{{}}"));

        Assert.Equal((2, 3), (inspection.RowCount, inspection.FirstProblem!.Line));
    }
}
