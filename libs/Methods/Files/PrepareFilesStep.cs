using System.Globalization;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Methods.Files;

/// <summary>Options of the step <c>prepare-files</c>.</summary>
public sealed record PrepareFilesOptions
{
    public required FileFormat Format { get; init; }

    public required int Rows { get; init; }

    public required double JudgeFraction { get; init; }

    public required PromptTemplates Templates { get; init; }
}

/// <summary>
/// Step <c>prepare-files</c>: three files → questions and ground-truth labels of each split, pairs set aside for the
/// reward judge, and documents to pretrain on. Documents hold the supervisor's and the transfer file's rows alone:
/// for the student each question with both answers, for the supervisor each answer with its correction as well.
/// </summary>
public static class PrepareFilesStep
{
    public const string Kind = "prepare-files";

    public static StepKind Definition { get; } = new()
    {
        Name = Kind,
        Revision = 1,
        OptionsType = typeof(PrepareFilesOptions),
        Host = StepHost.Tracker,
        Outputs =
        [
            "student_corpus", "supervisor_corpus", "questions_transfer", "questions_test", "questions_supervisor",
            "labels_supervisor", "labels_transfer", "labels_test", "labels_judge",
        ],
        Summary = "Reads the data files into questions, labels and documents.",
        Check = Check,
        Execute = Execute,
    };

    private static void Execute(StepContext context)
    {
        var options = context.Options<PrepareFilesOptions>();
        var (supervisor, judge) = ReadSupervisor(context.Spec, options);
        var transfer = Read(context.Spec, options, "transfer");

        WriteSplit(context, "supervisor", supervisor);
        WriteSplit(context, "transfer", transfer);
        WriteSplit(context, "test", Read(context.Spec, options, "test"));
        RowFile.Write(context.Output("labels_judge", RowFile.Labels), judge);

        List<LabelRow> tuning = [.. supervisor, .. transfer];
        RowFile.Write(
            context.Output("student_corpus", RowFile.Documents),
            tuning.SelectMany(row => Answers(row, options.Templates)));
        RowFile.Write(
            context.Output("supervisor_corpus", RowFile.Documents),
            tuning.SelectMany(row => Answers(row, options.Templates))
                .Concat(supervisor.Select(row => Correction(row, options.Templates))));
    }

    /// <summary>The first problem of each file.</summary>
    private static IEnumerable<InputProblem> Check(StepSpec spec)
    {
        var options = spec.OptionsAs<PrepareFilesOptions>();
        Action[] reads =
        [
            () => ReadSupervisor(spec, options),
            () => Read(spec, options, "transfer"),
            () => Read(spec, options, "test"),
        ];
        return reads.SelectMany(ProblemsOf);
    }

    private static IReadOnlyList<InputProblem> ProblemsOf(Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (InputException exception)
        {
            return exception.Problems;
        }
    }

    private static (List<LabelRow> Supervisor, List<LabelRow> Judge) ReadSupervisor(
        StepSpec spec, PrepareFilesOptions options)
    {
        var all = Read(spec, options, "supervisor");
        var judgeCount = (int)(all.Count * options.JudgeFraction);
        return judgeCount > 0
            ? (all[..^judgeCount], all[^judgeCount..])
            : throw new InputException(spec.Files["supervisor"].Path, null, string.Create(
                CultureInfo.InvariantCulture,
                $"has {all.Count} rows, of which judge_fraction {options.JudgeFraction} sets none aside for the reward "
                + $"judge; allowed are {Math.Ceiling(1 / options.JudgeFraction)} rows or more"));
    }

    private static List<LabelRow> Read(StepSpec spec, PrepareFilesOptions options, string name)
    {
        var path = spec.Files[name].Path;
        return
        [
            .. DataFile.Read(path, options.Format.ReadAs(), options.Rows).Select((row, index) => new LabelRow(
                string.Create(CultureInfo.InvariantCulture, $"{name}/{index:D5}"),
                row.Prompt,
                row.Prompt,
                row.Correction ?? throw NotAPair(path, row, "correction beside its answer"),
                row.Answer ?? throw NotAPair(path, row, "answer beside its correction"))),
        ];
    }

    private static InputException NotAPair(string path, DataRow row, string lacking) => new(
        path, row.Line, $"the row has no {lacking}; allowed are question/answer/correction, "
        + "prompt/chosen/rejected and chosen/rejected");

    private static void WriteSplit(StepContext context, string split, IReadOnlyList<LabelRow> rows)
    {
        RowFile.Write(context.Output($"labels_{split}", RowFile.Labels), rows);
        RowFile.Write(
            context.Output($"questions_{split}", RowFile.Questions),
            rows.Select(row => new QuestionRow(row.Id, row.Cluster, row.Prompt)));
    }

    private static IEnumerable<DocumentRow> Answers(LabelRow row, PromptTemplates templates) =>
    [
        new("", $"{templates.ForAnswer(row.Prompt)} {row.Chosen}"),
        new("", $"{templates.ForAnswer(row.Prompt)} {row.Rejected}"),
    ];

    private static DocumentRow Correction(LabelRow row, PromptTemplates templates) =>
        new("", $"{templates.ForCorrection(row.Prompt, row.Rejected)} {row.Chosen}");
}
