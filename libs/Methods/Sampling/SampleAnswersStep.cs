using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Sampling;

/// <summary>Step <c>sample-answers</c>: a model and questions → its answers.</summary>
public static class SampleAnswersStep
{
    public const string Kind = "sample-answers";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 5,
        OptionsType = typeof(SamplingOptions),
        Host = StepHost.Labeler,
        Outputs = ["samples"],
        Summary = "Samples a model's answers to questions.",
        Streams = ["answers"],
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<SamplingOptions>();
        using var folder = ModelFolder.Load(context.Input("model"), options.Compute.Applied());
        var questions = RowFile.Read<QuestionRow>(context.Input("questions", RowFile.Questions));
        var answers = AnswerSampler.Complete(
            folder, [.. questions.Select(question => new AskedPrompt(folder.Templates.ForAnswer(question.Prompt)))],
            options, context, "answers");
        GenerationFile.Write(context.Output("samples"), answers.Counts);
        RowFile.Write(
            context.Output("samples", RowFile.Samples),
            questions.Zip(
                answers.Texts, (row, answer) => new SampleRow(row.Id, row.Cluster, row.Prompt, answer.Text)));
        AnswerSampler.RemoveSaved(context);
    }
}
