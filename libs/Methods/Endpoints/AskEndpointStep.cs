using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Endpoints;

/// <summary>
/// Step <c>ask-endpoint</c>: questions → the answers of a model behind an OpenAI-compatible endpoint, and, where
/// others have a model, a description of whom was asked.
/// </summary>
public static class AskEndpointStep
{
    public const string Kind = "ask-endpoint";

    private const string DescriptionFile = "endpoint.json";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(AskEndpointOptions),
        Host = StepHost.Labeler,
        Outputs = ["samples", "model"],
        Summary = "Asks a model behind an endpoint for answers to questions.",
        ComesFromOutside = true,
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<AskEndpointOptions>();
        var questions = RowFile.Read<QuestionRow>(context.Input("questions", RowFile.Questions));
        var answers = EndpointQuestions.Ask(
            context, (options.Endpoint, options.KeyVariable), questions.Count,
            async (endpoint, place, stop) => (await endpoint.CompleteAsync(
                RequestOf(options, context.Seed, questions[place].Prompt), stop)).Text,
            "answers");
        RowFile.Write(
            context.Output("samples", RowFile.Samples),
            questions.Zip(answers, (row, answer) => new SampleRow(row.Id, row.Cluster, row.Prompt, answer)));
        var description = JsonSerializer.SerializeToNode(options, StepJson.Serializer);
        File.WriteAllText(
            context.Output("model", DescriptionFile), CanonicalJson.Serialize(description) + "\n");
    }

    private static JsonObject RequestOf(AskEndpointOptions options, int seed, string question)
    {
        var messages = new JsonArray();
        if (options.System is { } system)
            messages.Add(new JsonObject { ["role"] = "system", ["content"] = system });
        messages.Add(new JsonObject { ["role"] = "user", ["content"] = question });
        var request = new JsonObject
        {
            ["model"] = options.Model,
            ["messages"] = messages,
            ["temperature"] = options.Temperature,
            ["max_tokens"] = options.MaxTokens,
            ["seed"] = seed,
        };
        if (options.TopP < 1)
            request["top_p"] = options.TopP;
        return request;
    }
}
