using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.World;

/// <summary>
/// Step <c>prepare-world</c>: a seed → the world, the documents written in it, and the questions of each split.
/// </summary>
public static class PrepareWorldStep
{
    public const string Kind = "prepare-world";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(WorldOptions),
        Host = StepHost.Tracker,
        Outputs =
        [
            "world", "student_corpus", "supervisor_corpus",
            "questions_supervisor", "questions_transfer", "questions_test",
        ],
        Summary = "Generates a world: its facts, documents and questions.",
        Streams =
        [
            "world/tables", "world/splits", "world/questions/{split}", "world/documents", "world/quotes",
            "world/supervisor-order",
        ],
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var world = WorldTables.Generate((ulong)context.Seed, context.Options<WorldOptions>());
        WorldFiles.WriteWorld(context.Output("world", WorldFiles.World), world);
        var documents = new DocumentWriter(world);
        RowFile.Write(context.Output("student_corpus", RowFile.Documents), documents.StudentDocuments());
        RowFile.Write(
            context.Output("supervisor_corpus", RowFile.Documents), documents.SupervisorDocuments());

        var splits = WorldSplits.Of(world);
        foreach (var (split, questions) in new[]
                 {
                     ("supervisor", splits.Supervisor), ("transfer", splits.Transfer), ("test", splits.Test),
                 })
            RowFile.Write(
                context.Output($"questions_{split}", RowFile.Questions), questions.Select(question => question.Row));
    }
}
