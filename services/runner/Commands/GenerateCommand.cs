using System.CommandLine;
using System.Text.Json;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>generate</c>: continues a prompt, which is taken as it is, without a template.</summary>
internal static class GenerateCommand
{
    public static Command Make()
    {
        var model = new ModelOptions();
        var draw = new DrawOptions();
        var prompt = new Option<string>("--prompt") { Required = true };
        var command = new Command("generate", "Continues a prompt.")
        {
            model.Folder, model.Adapter, prompt,
            draw.MaxNewTokens, draw.Temperature, draw.Seed, draw.Speculation, draw.MaxDraft, model.Dtype,
            model.Threads, model.Device, model.Json,
        };
        command.SetAction(parsed =>
        {
            var options = draw.Read(parsed);
            using var folder = model.Load(parsed);
            model.WarnOfSettings(parsed);
            var tokens = ModelOptions.Prompt(folder, parsed.GetRequiredValue(prompt), others: 1);
            using var generator = new SequenceGenerator(folder.Model);
            var sequence = generator.Generate(
                [tokens], options with { StopTokenIds = StopsOf(folder), WithLogProbabilities = true })[0];
            model.RequireFinite(parsed, sequence.LogProbabilities!.Select(Convert.ToDouble));
            var text = folder.Tokenizer.Decode([.. sequence.Tokens], skipSpecial: true);
            Console.Out.WriteLine(
                parsed.GetValue(model.Json)
                    ? ToJson(text, sequence, GenerationReport.Of(generator, options))
                    : text);
            return ExitCodes.Done;
        });
        return command;
    }

    // A raw prompt needs no template that is known.
    private static IReadOnlyList<int>? StopsOf(ModelFolder folder)
    {
        try
        {
            return folder.StopTokenIds;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private static string ToJson(string text, GeneratedSequence sequence, GenerationCounts? generation) =>
        JsonSerializer.Serialize(
            new
            {
                text,
                tokens = sequence.Tokens,
                finishReason = sequence.Reason == FinishReason.Stop ? "stop" : "length",
                generation,
            },
            GenerationReport.LeftOutWithoutDrafts);
}
