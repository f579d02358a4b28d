using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>correct</c>: the supervisor on one answer, or on every row of a file.</summary>
internal static class CorrectCommand
{
    private const int RowLimit = 10_000_000;

    // Corrections of as many rows are written together: enough to compute rows of like lengths beside each other, and
    // to make the same corrections when a later start goes on behind them.
    private const int RowsAtOnce = 1024;

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Make()
    {
        var model = new ModelOptions();
        var draw = new DrawOptions();
        var question = new Option<string?>("--question");
        var answer = new Option<string?>("--answer");
        var data = new Option<string?>("--data");
        var output = new Option<string?>("--out");
        var command = new Command("correct", "Corrects answers with a supervisor.")
        {
            model.Folder, model.Adapter, question, answer, data, output,
            draw.MaxNewTokens, draw.Temperature, draw.Seed, draw.Speculation, draw.MaxDraft, model.Dtype,
            model.Threads, model.Device, model.Json,
        };
        command.SetAction(parsed =>
        {
            var options = draw.Read(parsed);
            var (one, file) = Choose(
                parsed.GetValue(question), parsed.GetValue(answer), parsed.GetValue(data), parsed.GetValue(output));
            var rows = file is null ? null : ReadRows(file.Value.Data, RowLimit);
            using var folder = model.Load(parsed);
            model.WarnOfSettings(parsed);
            using var corrector = new Corrector(folder, options);
            if (one is { } given)
                CorrectOne(corrector, given.Question, given.Answer, parsed.GetValue(model.Json));
            else
                CorrectFile(
                    corrector, rows!, CorrectionWork.DigestOf(parsed, model, options, rows!), file!.Value.Output,
                    parsed.GetValue(model.Json));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <exception cref="InputException">A row cannot be corrected, or there are more than the limit.</exception>
    internal static IReadOnlyList<DataRow> ReadRows(string data, int limit)
    {
        var rows = AnsweredRows.Read(data, limit + 1);
        return rows.Count <= limit
            ? rows
            : throw new InputException(
                data, rows[limit].Line, $"is one row more than are corrected at once; allowed are {limit}");
    }

    private static ((string Question, string Answer)? One, (string Data, string Output)? File) Choose(
        string? question, string? answer, string? data, string? output)
    {
        if ((question, answer, data, output) is ({ }, { }, null, null))
            return ((question, answer), null);
        if ((question, answer, data, output) is not (null, null, { }, { }))
            throw new InputException("correct", line: null, "give either --question and --answer, or --data and --out");
        _ = OutputFile.Require(output, data);
        return (null, (data, output));
    }

    private static void CorrectOne(Corrector corrector, string question, string answer, bool asJson)
    {
        var correction = corrector.Correct(corrector.Requests([(question, answer)]))[0];
        Console.Out.WriteLine(
            asJson
                ? JsonSerializer.Serialize(
                    new { question, answer, correction, generation = corrector.Counts },
                    GenerationReport.LeftOutWithoutDrafts)
                : correction);
    }

    /// <summary>Writes the Aligner's own format, so that the output can be read as data again.</summary>
    private static void CorrectFile(
        Corrector corrector, IReadOnlyList<DataRow> rows, string work, string output, bool asJson)
    {
        var requests = corrector.Requests([.. rows.Select(row => (row.Prompt, row.Answer!))]);
        using var unfinished = UnfinishedCorrections.Open(output, work, RowsAtOnce);
        var written = unfinished.LineCount;
        if (written > 0)
            Console.Error.WriteLine($"going on after {written} of {rows.Count} corrections that an earlier start made");
        var progress = Console.IsErrorRedirected ? null : new AnswerProgress(Console.Error, rows.Count, written);
        foreach (var part in rows.Zip(requests).Skip(written).Chunk(RowsAtOnce))
        {
            var corrections = corrector.Correct(
                [.. part.Select(row => row.Second)], done => progress?.Show(written + done));
            unfinished.Write(part.Zip(corrections, (row, correction) => Line(row.First, correction)));
            written += part.Length;
        }
        progress?.Clear();
        unfinished.Finish();
        Conclude(rows.Count, output, corrector.Counts, asJson);
    }

    private static byte[] Line(DataRow row, string correction) => JsonSerializer.SerializeToUtf8Bytes(
        new { question = row.Prompt, answer = row.Answer, correction }, Readable);

    private static void Conclude(int rows, string output, GenerationCounts? generation, bool asJson)
    {
        var took = generation is { } counts ? $": {GenerationReport.Text(counts)}" : "";
        Console.Error.WriteLine($"{rows} corrections in {output}{took}");
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { rows, @out = output, generation }, GenerationReport.LeftOutWithoutDrafts));
    }
}
