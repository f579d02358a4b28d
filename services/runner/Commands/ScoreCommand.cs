using System.CommandLine;
using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Commands;

/// <summary>
/// <c>score</c>: log-probability of each token of a completion after a prompt, both taken as they are.
/// </summary>
internal static class ScoreCommand
{
    public static Command Make()
    {
        var model = new ModelOptions();
        var prompt = new Option<string>("--prompt") { Required = true };
        var completion = new Option<string>("--completion") { Required = true };
        var command = new Command("score", "Log-probabilities of a completion's tokens.")
        {
            model.Folder, model.Adapter, prompt, completion, model.Dtype, model.Threads, model.Device, model.Json,
        };
        command.SetAction(parsed =>
        {
            using var folder = model.Load(parsed);
            var tokens = folder.Tokenizer.Encode(parsed.GetRequiredValue(completion));
            var logProbabilities = Score(folder, parsed.GetRequiredValue(prompt), tokens);
            model.RequireFinite(parsed, logProbabilities);
            if (parsed.GetValue(model.Json))
                Console.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    tokens, logprobs = logProbabilities, sum = logProbabilities.Sum(),
                }));
            else
                WriteTable(folder, tokens, logProbabilities);
            return ExitCodes.Done;
        });
        return command;
    }

    private static double[] Score(ModelFolder folder, string prompt, int[] completion)
    {
        if (completion.Length == 0)
            throw new InputException("--completion", line: null, "has no tokens; at least one is needed");
        var longest = folder.Model.Config.MaxPositions - 1;
        if (completion.Length > longest)
            throw new InputException(
                "--completion", line: null,
                $"has {completion.Length} tokens; allowed are 1 to {longest} with this model");
        var promptTokens = ModelOptions.Prompt(folder, prompt, completion.Length);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var batch = folder.Model.Batch([TokenSample.ForResponse("completion", promptTokens, completion)]);
        return LogProbabilities.PerToken(folder.Model, batch).to_type(ScalarType.Float64).data<double>().ToArray();
    }

    private static void WriteTable(ModelFolder folder, int[] tokens, double[] logProbabilities)
    {
        for (var i = 0; i < tokens.Length; i++)
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{logProbabilities[i],10:F4}  {tokens[i],6}  {folder.Tokenizer.Decode([tokens[i]])}"));
        Console.Out.WriteLine(FormattableString.Invariant($"{logProbabilities.Sum(),10:F4}  sum"));
    }
}
