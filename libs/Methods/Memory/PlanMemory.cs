using System.Text.Json;
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
            _vocabularies[spec.Key] = Options<TokenizerOptions>(spec).VocabularySize;
        if (ModelOf(spec) is not { } config)
            return;
        _models[spec.Key] = config;
        if (WorkOf(spec, config) is { } work)
            _steps[spec.Key] = new StepMemory(work with { OnDevice = spec.Options["compute"]?["device"] is not null });
    }

    // The model that a step makes or works with.
    private ModelConfig? ModelOf(StepSpec spec) => spec.Kind switch
    {
        PretrainStep.Kind => Preset(spec, Options<PretrainOptions>(spec).Preset),
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
        ImportModelStep.Kind => new ScoringWork(config, TypeOf(Options<ImportModelOptions>(spec).Compute), 1, 1),
        PretrainStep.Kind => Pretraining(config, Options<PretrainOptions>(spec)),
        SupervisorStep.Kind => Tuning(config, Options<SupervisorOptions>(spec)),
        SftMethod.KindName => Tuning(config, Options<SftOptions>(spec)),
        DpoMethod.KindName => Tuning(config, Options<DpoOptions>(spec)) with { SamplesPerUnit = 2, AlsoScores = true },
        RewardModelStep.Kind => Tuning(config, Options<RewardModelOptions>(spec)) with
        {
            SamplesPerUnit = 2,
            ScoresVocabulary = false,
            AlsoScores = true,
        },
        PpoMethod.KindName => Ppo(config, Input(spec, "reward") ?? config, Options<PpoOptions>(spec)),
        SampleAnswersStep.Kind => Sampling(config, Options<SamplingOptions>(spec)),
        CorrectAnswersStep.Kind => Sampling(config, Options<CorrectionOptions>(spec)),
        ScoreRewardsStep.Kind => Scoring(config, Options<ScoreRewardsOptions>(spec)),
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

    private static TOptions Options<TOptions>(StepSpec spec) =>
        JsonSerializer.Deserialize<TOptions>(spec.Options, StepJson.Serializer)!;
}
