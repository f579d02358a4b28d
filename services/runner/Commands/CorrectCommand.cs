using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>correct</c>: the supervisor on one answer, or on every row of a file.</summary>
internal static class CorrectCommand
{
    private const int RowLimit = 10_000_000;

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
            if (one is { } given)
                CorrectOne(folder, options, given.Question, given.Answer, parsed.GetValue(model.Json));
            else
                CorrectFile(folder, options, rows!, file!.Value.Output, parsed.GetValue(model.Json));
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
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(output))))
            throw new InputException(output, line: null, "there is no folder to write it to");
        return (null, (data, output));
    }

    private static void CorrectOne(
        ModelFolder folder, GenerationOptions options, string question, string answer, bool asJson)
    {
        var (corrections, generation) = Correct(folder, options, [(question, answer)]);
        Console.Out.WriteLine(
            asJson
                ? JsonSerializer.Serialize(
                    new { question, answer, correction = corrections[0], generation },
                    GenerationReport.LeftOutWithoutDrafts)
                : corrections[0]);
    }

    /// <summary>Writes the Aligner's own format, so that the output can be read as data again.</summary>
    private static void CorrectFile(
        ModelFolder folder, GenerationOptions options, IReadOnlyList<DataRow> rows, string output, bool asJson)
    {
        var (corrections, generation) = Correct(folder, options, [.. rows.Select(row => (row.Prompt, row.Answer!))]);
        var unfinished = output + ".partial";
        using (var writer = new StreamWriter(unfinished) { NewLine = "\n" })
            foreach (var (row, correction) in rows.Zip(corrections))
                writer.WriteLine(JsonSerializer.Serialize(
                    new { question = row.Prompt, answer = row.Answer, correction }, Readable));
        File.Move(unfinished, output, overwrite: true);
        var took = generation is { } counts ? $": {GenerationReport.Text(counts)}" : "";
        Console.Error.WriteLine($"{rows.Count} corrections in {output}{took}");
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { rows = rows.Count, @out = output, generation }, GenerationReport.LeftOutWithoutDrafts));
    }

    private static (IReadOnlyList<string> Corrections, GenerationCounts? Generation) Correct(
        ModelFolder folder, GenerationOptions options, IReadOnlyList<(string Question, string Answer)> rows)
    {
        var prompts = rows.Select(row => new AskedPrompt(
            folder.Templates.ForCorrection(row.Question, row.Answer), Repeated: row.Answer));
        var limit = folder.PromptLimit(folder.Model.Config.MaxPositions, options.MaxNewTokens);
        var encoder = folder.Encoder(limit);
        GenerationRequest[] requests =
            [.. prompts.Select((prompt, place) => AnswerSampler.Request(folder, encoder, prompt, place, limit))];
        if (encoder.TruncatedCount > 0)
            Console.Error.WriteLine(
                $"{encoder.TruncatedCount} of {requests.Length} prompts lost their beginning; allowed with this "
                    + $"model and --max-new-tokens are {limit} tokens, the template's included");
        using var generator = new SequenceGenerator(folder.Model) { LearnsAcrossUnits = true };
        var sequences = generator.Generate(
            requests, options with { StopTokenIds = folder.StopTokenIds },
            Console.IsErrorRedirected ? null : ShowProgress);
        return (
            [.. sequences.Select(sequence => AnswerSampler.TextOf(folder, sequence.Tokens))],
            GenerationReport.Of(generator, options));
    }

    private static void ShowProgress(int done, int total) =>
        Console.Error.Write($"\r{done}/{total} answers{(done == total ? "\n" : "")}");
}
