using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Methods.Correction;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Endpoints;
using WeakToStrong.Methods.Files;
using WeakToStrong.Methods.Judges;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Methods.Reports;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Supervisor;
using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods;

/// <summary>Everything this library can do, one line each: the place where a new method is registered.</summary>
public static class MethodCatalogue
{
    public static StepCatalogue Create()
    {
        var catalogue = new StepCatalogue();
        catalogue.Add(new ExperimentTask
        {
            Name = "correction", FileType = typeof(CorrectionExperiment), Plan = CorrectionPlan.Make,
        });
        AddVariants(catalogue);
        AddKinds(catalogue);
        return catalogue;
    }

    private static void AddVariants(StepCatalogue catalogue)
    {
        Add<WorldOptions>("data", "world", WorldData.Data, "A generated world of invented animals.");
        Add<FilesOptions>("data", "files", FilesData.Data, "Questions, answers and corrections from files.");
        Add<SftOptions>("method", "sft", SftMethod.Definition, "Supervised fine-tuning on the corrections.");
        Add<DpoOptions>("method", "dpo", DpoMethod.Definition, "Direct preference optimisation.");
        Add<PpoOptions>("method", "ppo", PpoMethod.Definition, "RLHF: a reward model, then PPO against it.");
        Add<NoOptions>("judge", "world", WorldData.Judge, "The generated world's own rules.");
        Add<RewardJudgeOptions>("judge", "reward", RewardJudge.Definition, "A separate reward model.");
        Add<OpenAiJudgeOptions>("judge", "openai", OpenAiJudge.Definition, "A model behind an endpoint, pair by pair.");

        void Add<TOptions>(string family, string name, object definition, string summary) =>
            catalogue.Add(new Variant
            {
                Family = family,
                Name = name,
                OptionsType = typeof(TOptions),
                Definition = definition,
                Summary = summary,
            });
    }

    private static void AddKinds(StepCatalogue catalogue)
    {
        catalogue.Add(PrepareWorldStep.Definition);
        catalogue.Add(TrueCorrectionsStep.Definition);
        catalogue.Add(WorldJudgeStep.Definition);
        catalogue.Add(PrepareFilesStep.Definition);
        catalogue.Add(PairCorrectionsStep.Definition);
        catalogue.Add(ImportModelStep.Definition);
        catalogue.Add(TokenizerStep.Definition);
        catalogue.Add(PretrainStep.Definition);
        catalogue.Add(SampleAnswersStep.Definition);
        catalogue.Add(AskEndpointStep.Definition);
        catalogue.Add(SupervisorStep.Definition);
        catalogue.Add(CorrectAnswersStep.Definition);
        catalogue.Add(MergeLabelsStep.Definition);
        catalogue.Add(SftMethod.Kind);
        catalogue.Add(DpoMethod.Kind);
        catalogue.Add(RewardModelStep.Definition);
        catalogue.Add(PpoMethod.Kind);
        catalogue.Add(ScoreRewardsStep.Definition);
        catalogue.Add(ComparePairsStep.Definition);
        catalogue.Add(ReportStep.Definition);
        catalogue.Add(AuditRecordsStep.Definition);
        catalogue.Add(AuditSteps.Training);
        catalogue.Add(AuditSteps.Inference);
        catalogue.Add(AuditSteps.Preparation);
        catalogue.Add(AuditReportStep.Definition);
    }
}
