using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.Preparation;

namespace WeakToStrong.Methods.Files;

/// <summary><c>data: {kind: files}</c> as steps.</summary>
public static class FilesData
{
    public static DataDefinition Data { get; } = new()
    {
        Plan = (plan, options) => Prepare(plan, (FilesOptions)options),
        DefaultJudge = "reward",
        DefaultAnswers = AnswerSource.Data,
    };

    private static PreparedData Prepare(DataPlan plan, FilesOptions options)
    {
        var prepared = plan.Builder.Add(
            $"{plan.Name} / files", PrepareFilesStep.Kind,
            new PrepareFilesOptions
            {
                Format = options.Format, Rows = options.Rows, JudgeFraction = options.JudgeFraction,
                Templates = options.Templates,
            },
            seed: 0,
            files: new Dictionary<string, InputFile>
            {
                ["supervisor"] = plan.Builder.File(options.Supervisor),
                ["transfer"] = plan.Builder.File(options.Transfer),
                ["test"] = plan.Builder.File(options.Test),
            },
            cost: 2);
        return new PreparedData
        {
            StudentCorpus = prepared.Output("student_corpus"),
            SupervisorCorpus = prepared.Output("supervisor_corpus"),
            Tokenizer = new TokenizerOptions
            {
                VocabularySize = options.VocabularySize, EndToken = "</s>", PaddingToken = "<pad>",
            },
            Templates = options.Templates,
            Questions = split => prepared.Output($"questions_{SplitNames.Of(split)}"),
            OwnLabels = split => prepared.Output($"labels_{SplitNames.Of(split)}"),
            JudgeLabels = prepared.Output("labels_judge"),
            TrueCorrections = (name, split, samples) => plan.Builder.Add(
                name, PairCorrectionsStep.Kind, new Shared.NoOptions(), seed: 0,
                new Dictionary<string, OutputRef>
                {
                    ["truth"] = prepared.Output($"labels_{SplitNames.Of(split)}"), ["samples"] = samples,
                }).Output("labels"),
        };
    }
}
