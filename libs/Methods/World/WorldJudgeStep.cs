using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.World;

/// <summary>Step <c>judge-world</c>: answers → helpfulness, harmlessness and quality by the world's rules.</summary>
public static class WorldJudgeStep
{
    public const string Kind = "judge-world";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(NoOptions),
        Host = StepHost.Tracker,
        Outputs = ["evaluation"],
        Summary = "Scores answers by the world's own rules.",
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var world = WorldFiles.ReadWorld(context.Input("world", WorldFiles.World));
        var scores = AnswerFile.Read(context.Input("answers")).Select(answer => Score(world, answer));
        ScoreFiles.Write(
            context.Output("evaluation"), scores, new ScoreSummary { ModelDigest = context.InputDigests["model"] });
    }

    private static ScoreRow Score(WorldTables world, SampleRow answer)
    {
        var judgement = WorldJudge.Judge(world.FindQuestion(answer.Prompt), answer.Completion);
        return new ScoreRow
        {
            Id = answer.Id, Cluster = answer.Cluster, Prompt = answer.Prompt, Completion = answer.Completion,
            Quality = judgement.Quality, Helpfulness = judgement.Helpfulness, Harmlessness = judgement.Harmlessness,
        };
    }
}
