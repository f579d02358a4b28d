using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.World;

/// <summary><c>data: {kind: world}</c> and <c>judge: world</c> as steps.</summary>
public static class WorldData
{
    public static DataDefinition Data { get; } = new()
    {
        Plan = (plan, options) => Prepare(plan, (WorldOptions)options),
        DefaultJudge = "world",
        DefaultAnswers = AnswerSource.Student,
    };

    public static JudgeDefinition Judge { get; } = new((plan, _) => (name, answers, model, _) =>
        plan.Builder.Add(
            name, WorldJudgeStep.Kind, new NoOptions(), seed: 0,
            new Dictionary<string, OutputRef>
            {
                ["world"] = plan.Data.World!, ["answers"] = answers, ["model"] = model,
            }).Output("evaluation"));

    /// <summary>Every word of the world is one token.</summary>
    internal static TokenizerOptions Tokenizer { get; } = new()
    {
        WholeWords = true,
        VocabularySize = 1024,
        EndToken = WorldVocabulary.End,
        PaddingToken = WorldVocabulary.Pad,
        SpecialTokens = [.. WorldVocabulary.SpecialTokens.Except([WorldVocabulary.End, WorldVocabulary.Pad])],
    };

    private static PreparedData Prepare(DataPlan plan, WorldOptions options)
    {
        var world = plan.Builder.Add($"{plan.Name} / world", PrepareWorldStep.Kind, options, plan.Seed, cost: 2);
        return new PreparedData
        {
            StudentCorpus = world.Output("student_corpus"),
            SupervisorCorpus = world.Output("supervisor_corpus"),
            Tokenizer = Tokenizer,
            Templates = PromptTemplates.World,
            Questions = split => world.Output($"questions_{SplitNames.Of(split)}"),
            World = world.Output("world"),
            TrueCorrections = (name, _, samples) => plan.Builder.Add(
                name, TrueCorrectionsStep.Kind, new NoOptions(), seed: 0,
                new Dictionary<string, OutputRef> { ["world"] = world.Output("world"), ["samples"] = samples })
                .Output("labels"),
        };
    }
}
