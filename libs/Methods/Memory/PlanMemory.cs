using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Judges;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Supervisor;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>
/// Follows the shapes of models through a plan, from presets and config.json files on, and reckons what every step with
/// a model takes. Loads no tensor library.
/// </summary>
public sealed class PlanMemory
{
    private readonly Dictionary<string, int> _vocabularies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelConfig> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StepMemory> _steps = new(StringComparer.Ordinal);

    private PlanMemory()
    {
    }

    /// <summary>
    /// What steps take, by their keys; those without a model, or whose model cannot be read, are not there.
    /// </summary>
    public static IReadOnlyDictionary<string, StepMemory> Of(ExperimentPlan plan)
    {
        var memory = new PlanMemory();
        foreach (var step in plan.Steps)
            memory.Add(step.Spec);
        return memory._steps;
    }

    private void Add(StepSpec spec)
    {
        if (spec.Kind == TokenizerStep.Kind)
            _vocabularies[spec.Key] = spec.OptionsAs<TokenizerOptions>().VocabularySize;
        if (ModelOf(spec) is not { } config)
            return;
        _models[spec.Key] = config;
        if (WorkOf(spec, config) is { } work)
            _steps[spec.Key] = new StepMemory(work with { OnDevice = spec.Options["compute"]?["device"] is not null });
    }

    // The model that a step makes or works with.
    private ModelConfig? ModelOf(StepSpec spec) => spec.Kind switch
    {
        PretrainStep.Kind => Preset(spec, spec.OptionsAs<PretrainOptions>().Preset),
        ImportModelStep.Kind => Imported(spec),
        ScoreRewardsStep.Kind => Input(spec, "judge"),
        _ => Input(spec, "model"),
    };

    private ModelConfig? Input(StepSpec spec, string name) =>
        spec.Inputs.TryGetValue(name, out var input) ? _models.GetValueOrDefault(input.StepKey) : null;

    private ModelConfig? Preset(StepSpec spec, string preset) =>
        _vocabularies.TryGetValue(spec.Inputs["tokenizer"].StepKey, out var vocabulary)
            ? Presets.Get(preset, vocabulary)
            : null;

    // What is wrong with a model's own files, the step that reads them says.
    private static ModelConfig? Imported(StepSpec spec)
    {
        if (!spec.Files.TryGetValue(HuggingFaceConfig.FileName, out var file))
            return null;
        try
        {
            return ModelConfig.FromHuggingFace(HuggingFaceConfig.Load(Path.GetDirectoryName(file.Path)!));
        }
        catch (Exception exception) when (exception is CheckpointException or ArgumentException)
        {
            return null;
        }
    }

    private StepWork? WorkOf(StepSpec spec, ModelConfig config) => spec.Kind switch
    {
        ImportModelStep.Kind => new ScoringWork(config, TypeOf(spec.OptionsAs<ImportModelOptions>().Compute), 1, 1),
        PretrainStep.Kind => Pretraining(config, spec.OptionsAs<PretrainOptions>()),
        SupervisorStep.Kind => Tuning(config, spec.OptionsAs<SupervisorOptions>()),
        SftMethod.KindName => Tuning(config, spec.OptionsAs<SftOptions>()),
        DpoMethod.KindName => Tuning(config, spec.OptionsAs<DpoOptions>()) with
        {
            SamplesPerUnit = 2,
            AlsoScores = true,
        },
        RewardModelStep.Kind => Tuning(config, spec.OptionsAs<RewardModelOptions>()) with
        {
            SamplesPerUnit = 2,
            ScoresVocabulary = false,
            AlsoScores = true,
        },
        PpoMethod.KindName => Ppo(config, Input(spec, "reward") ?? config, spec.OptionsAs<PpoOptions>()),
        SampleAnswersStep.Kind => Sampling(config, spec.OptionsAs<SamplingOptions>()),
        CorrectAnswersStep.Kind => Sampling(config, spec.OptionsAs<CorrectionOptions>()),
        ScoreRewardsStep.Kind => Scoring(config, spec.OptionsAs<ScoreRewardsOptions>()),
        _ => null,
    };

    private static TuningWork Pretraining(ModelConfig config, PretrainOptions options) =>
        new(config, TypeOf(options.Compute), options.Training);

    private static TuningWork Tuning(ModelConfig config, TuningOptions options) =>
        new(config, TypeOf(options.Compute), options);

    private static PpoWork Ppo(ModelConfig config, ModelConfig reward, PpoOptions options) =>
        new(config, TypeOf(options.Compute), options) { Reward = reward };

    private static SamplingWork Sampling(ModelConfig config, SamplingOptions options) =>
        new(config, TypeOf(options.Compute), options);

    private static ScoringWork Scoring(ModelConfig config, ScoreRewardsOptions options) =>
        new(config, TypeOf(options.Compute), options.BatchSize, options.MaxLength);

    private static FloatType TypeOf(ComputeOptions? compute) => (compute ?? new ComputeOptions()).Dtype;
}
