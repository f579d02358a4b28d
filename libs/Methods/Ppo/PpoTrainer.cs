using System.Globalization;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// The rounds of PPO. State lives in weights, moments, the KL coefficient and the reward scale; it is saved between
/// rounds, and everything else is a function of seed and round, so a resumed run goes on bit for bit.
/// </summary>
internal sealed class PpoTrainer : IDisposable
{
    private const string KlCoefficientKey = "kl_coefficient";
    private const string RewardMeanKey = "reward_mean";
    private const string RewardDeviationKey = "reward_deviation";

    private readonly StepContext _context;
    private readonly PpoOptions _options;
    private readonly ModelFolder _folder;
    private readonly LlamaModel _policy;
    private readonly LlamaModel? _critic;
    private readonly AdamW _policyOptimiser;
    private readonly AdamW? _criticOptimiser;
    private readonly ParameterUpdater _policyUpdater;
    private readonly ParameterUpdater? _criticUpdater;
    private readonly Rollouts _rollouts;
    private readonly PpoUpdate _update;
    private readonly LearningRateSchedule _schedule;
    private readonly TrainingCheckpoint _policyCheckpoint;
    private readonly TrainingCheckpoint _criticCheckpoint;
    private readonly PpoRecorder _recorder;

    private TrainingState _state = new();
    private double _klCoefficient;
    private RewardScale? _scale;

    public PpoTrainer(
        StepContext context,
        PpoOptions options,
        ComputeOptions compute,
        ModelFolder start,
        ModelFolder reward,
        RewardModelSummary rewardSummary)
    {
        (_context, _options, _folder) = (context, options, start);
        var layout = compute.Layout;
        var hasValueHead = options.ValueFrom == ValueInitialisation.Policy;
        _policy = Policy(start.Model);
        _critic = hasValueHead ? null : Critic(reward.Model);
        _policy.CheckpointsActivations = options.ActivationCheckpointing ?? false;
        _critic?.CheckpointsActivations = options.ActivationCheckpointing ?? false;
        _policyOptimiser = new AdamW(_policy.Trained, AdamOptions());
        _criticOptimiser = _critic is null ? null : new AdamW(_critic.Trained, AdamOptions());
        _policyUpdater = new ParameterUpdater(_policy.Trained, _policyOptimiser, options.MaxGradNorm);
        _criticUpdater = _critic is null
            ? null
            : new ParameterUpdater(_critic.Trained, _criticOptimiser!, options.MaxGradNorm);
        _update = new PpoUpdate(options, layout);
        _schedule = new LearningRateSchedule { Shape = options.Schedule, Peak = options.LearningRate };
        _policyCheckpoint = new TrainingCheckpoint(Path.Combine(context.CheckpointFolder, "policy"));
        _criticCheckpoint = new TrainingCheckpoint(Path.Combine(context.CheckpointFolder, "critic"));
        _recorder = new PpoRecorder(context, _policy, _critic);
        _klCoefficient = options.KlCoefficient;
        _scale = options.RewardScaling switch
        {
            RewardScaling.None => new RewardScale(0, 1, options.RewardClip),
            RewardScaling.Pairs => new RewardScale(rewardSummary.Mean, rewardSummary.Deviation, options.RewardClip),
            _ => null,
        };
        _rollouts = new Rollouts(
            context, options, Prompts(context, start, options), _policy, start.Model, reward.Model,
            new ValueFunction(_policy, _critic), layout, start.StopTokenIds);
    }

    private int UpdatesPerRound => _options.PpoEpochs * _options.MiniBatches;

    public void Run()
    {
        Restore();
        for (var round = _state.Update / UpdatesPerRound; round < _options.Rollouts; round++)
        {
            if (_context.Stop.IsCancellationRequested)
                throw new StepStoppedException();
            var metrics = Round(round);
            _context.Report(new StepProgress(round + 1, _options.Rollouts, "rollouts", metrics));
            Save();
        }
    }

    /// <summary>Writes the policy without its value head.</summary>
    public void Save(string folder)
    {
        if (_policy.Adapter is not null)
        {
            _folder.Save(_policy, folder);
            return;
        }
        using var model = _policy.WithHeads((ulong)_context.Seed);
        _folder.Save(model, folder);
    }

    public void Dispose()
    {
        _policyOptimiser.Dispose();
        _criticOptimiser?.Dispose();
        _policy.Dispose();
        _critic?.Dispose();
    }

    // With an adapter the model itself, which without it is the reference; else a copy of it.
    private LlamaModel Policy(LlamaModel start)
    {
        ScalarHeadSpec[] heads = _options.ValueFrom == ValueInitialisation.Policy
            ? [new ScalarHeadSpec { Name = ScalarHeadSpec.Value, StartsAtZero = true }]
            : [];
        if (_options.Lora is not null)
            return start.Adapted(_options.Lora, _context.Seed, heads);
        return heads.Length > 0 ? start.WithHeads((ulong)_context.Seed, heads) : start.Clone();
    }

    // With an adapter the reward model itself, which without it is what rewards.
    private LlamaModel Critic(LlamaModel reward) =>
        _options.Lora is null ? reward.Clone() : reward.Adapted(_options.Lora, _context.Seed);

    private SortedDictionary<string, double> Round(int round)
    {
        var answers = _rollouts.Sample(round);
        _recorder.EnterAnswers(round, answers, _klCoefficient);
        _scale ??= RewardScale.Of([.. answers.Select(answer => answer.RawScore)], _options.RewardClip);
        var metrics = RolloutMetrics(answers);
        foreach (var (name, value) in Optimise(round, Estimate(answers)))
            metrics[name] = value;
        metrics[AxisMetrics.TokenCount] = _state.Totals[AxisMetrics.TokenCount];
        if (_options.KlTarget is { } target)
            _klCoefficient = AdaptiveKl.Next(
                _klCoefficient, answers.Average(answer => answer.Kl), target, answers.Count, _options.KlHorizon);
        return metrics;
    }

    /// <summary>
    /// Rewards with their KL price, advantages and returns; advantages are whitened over the whole round.
    /// </summary>
    private List<Experience> Estimate(IReadOnlyList<Answer> answers)
    {
        var estimates = answers.Select(answer => Advantages.Estimate(
            KlPenalty.Rewards(
                answer.LogProbabilities, answer.ReferenceLogProbabilities, Score(answer), _klCoefficient),
            answer.Values, _options.Gamma, _options.GaeLambda)).ToList();
        var advantages = estimates.SelectMany(estimate => estimate.Advantages).ToArray();
        if (_options.WhitenAdvantages)
            advantages = Advantages.Whiten(advantages);
        var from = 0;
        return
        [
            .. answers.Zip(estimates, (answer, estimate) => new Experience(
                answer, advantages[from..(from += estimate.Returns.Length)], estimate.Returns)),
        ];
    }

    private double Score(Answer answer) =>
        !answer.Ended && _options.MissingEosPenalty is { } penalty ? penalty : _scale!.Apply(answer.RawScore);

    /// <summary>The epochs over one round; the order of its minibatches is drawn from the round's own stream.</summary>
    private SortedDictionary<string, double> Optimise(int round, List<Experience> experiences)
    {
        var random = new SeededRandom((ulong)_context.Seed, $"ppo/minibatches/{round}");
        var updates = new List<IReadOnlyDictionary<string, double>>();
        for (var epoch = 0; epoch < _options.PpoEpochs; epoch++)
        {
            var order = Enumerable.Range(0, experiences.Count).ToArray();
            random.Shuffle(order);
            foreach (var part in MiniBatches.Split(order, _options.MiniBatches))
            {
                var minibatch = part.Select(index => experiences[index]).ToList();
                var rate = _schedule.At(_state.Update, _options.Rollouts * UpdatesPerRound);
                updates.Add(UpdatePolicy(round, rate, minibatch));
                if (_criticUpdater is not null)
                    updates.Add(UpdateCritic(round, rate, minibatch));
                _state.Update++;
            }
        }
        _policy.Adapter?.Pass = null;
        _critic?.Adapter?.Pass = null;
        return Mean(updates);
    }

    private IReadOnlyDictionary<string, double> UpdatePolicy(int round, double rate, List<Experience> minibatch)
    {
        var update = _policyUpdater.Run(
            rate, Parts(minibatch, some => _update.Policy(_policy, _critic is null, some, _state.Update)));
        CountTokens(update.TokenCount);
        _recorder.EnterPolicy(Record(round, update), minibatch, State());
        return update.Values;
    }

    private Dictionary<string, double> UpdateCritic(int round, double rate, List<Experience> minibatch)
    {
        var update = _criticUpdater!.Run(
            rate, Parts(minibatch, some => _update.Critic(_critic!, some, _state.Update)));
        _recorder.EnterCritic(Record(round, update), minibatch, State());
        return OfCritic(update.Values);
    }

    private IEnumerable<Func<BatchLoss>> Parts(
        List<Experience> minibatch, Func<IReadOnlyList<Experience>, BatchLoss> loss) =>
        _options.Parts([.. minibatch.Select(experience => experience.Answer.Sample)])
            .Select<int[], Func<BatchLoss>>(part => () => loss([.. part.Select(index => minibatch[index])]));

    private UpdateRecord Record(int round, UpdateMetrics update) => new()
    {
        Update = _state.Update + 1,
        Epoch = round,
        Position = _state.Update % UpdatesPerRound,
        Samples = [],
        Metrics = update.Values,
        TokenCount = (long)_state.Totals[AxisMetrics.TokenCount],
    };

    /// <summary>What the next round depends on besides weights and counters, to the bit.</summary>
    private string State() => string.Create(
        CultureInfo.InvariantCulture, $"{_klCoefficient:R}/{_scale!.Mean:R}/{_scale.Deviation:R}");

    private void CountTokens(long count) =>
        _state.Totals[AxisMetrics.TokenCount] = _state.Totals.GetValueOrDefault(AxisMetrics.TokenCount) + count;

    private static SortedDictionary<string, double> Mean(IEnumerable<IReadOnlyDictionary<string, double>> updates) =>
        new(updates.SelectMany(update => update).GroupBy(pair => pair.Key, pair => pair.Value)
            .ToDictionary(group => group.Key, group => group.Average()), StringComparer.Ordinal);

    // What every update reports goes by the policy's name alone; the value loss has one of its own.
    private static Dictionary<string, double> OfCritic(IReadOnlyDictionary<string, double> update) =>
        update.ToDictionary(
            pair => pair.Key.Contains('/') ? pair.Key : $"critic/{pair.Key}", pair => pair.Value,
            StringComparer.Ordinal);

    private SortedDictionary<string, double> RolloutMetrics(IReadOnlyList<Answer> answers) =>
        new(StringComparer.Ordinal)
        {
            ["objective/kl"] = answers.Average(answer => answer.Kl),
            ["objective/scores"] = answers.Average(answer => answer.RawScore),
            ["objective/entropy"] = answers.Average(answer => -answer.LogProbabilities.Sum()),
            ["objective/non_score_reward"] = answers.Average(answer => -_klCoefficient * answer.Kl),
            ["objective/rlhf_reward"] = answers.Average(answer => Score(answer) - _klCoefficient * answer.Kl),
            ["objective/kl_coefficient"] = _klCoefficient,
            ["val/num_eos_tokens"] = answers.Count(answer => answer.Ended),
        };

    private void Restore()
    {
        if (RestoreWeights() is not { } state)
            return;
        _state = state;
        _klCoefficient = state.Values[KlCoefficientKey];
        _scale = new RewardScale(state.Values[RewardMeanKey], state.Values[RewardDeviationKey], _options.RewardClip);
    }

    // The critic is saved first, so it may be one round ahead, and either may have lost its newest state: the newest
    // round is taken that both have.
    private TrainingState? RestoreWeights()
    {
        var latest = _recorder.Reach;
        while (_policyCheckpoint.Restore(_policy.Trained, _policyOptimiser, latest) is { } state)
        {
            if (_critic is null)
                return state;
            var critic = _criticCheckpoint.Restore(_critic.Trained, _criticOptimiser!, state.Update);
            if (critic?.Update == state.Update)
                return state;
            latest = state.Update - 1;
        }
        return latest == _recorder.Reach
            ? null
            : throw new InvalidDataException(
                $"{_context.CheckpointFolder}: no state of the critic belongs to the policy's; remove the folder");
    }

    private void Save()
    {
        _state.Values[KlCoefficientKey] = _klCoefficient;
        _state.Values[RewardMeanKey] = _scale!.Mean;
        _state.Values[RewardDeviationKey] = _scale.Deviation;
        _recorder.Flush();
        if (_critic is not null)
            _criticCheckpoint.Save(_critic.Trained, _criticOptimiser!, _state);
        _policyCheckpoint.Save(_policy.Trained, _policyOptimiser, _state);
    }

    private AdamWOptions AdamOptions() => new()
    {
        Beta1 = _options.AdamBeta1, Beta2 = _options.AdamBeta2, Epsilon = _options.AdamEpsilon,
    };

    private static List<int[]> Prompts(StepContext context, ModelFolder folder, PpoOptions options)
    {
        var limit = folder.PromptLimit(options.MaxPromptLength, options.MaxNewTokens);
        var encoder = folder.Encoder(limit);
        var prompts = RowFile.Read<LabelRow>(context.Input("labels", RowFile.Labels))
            .Select(row => encoder.Prompt(folder.Templates.ForAnswer(row.Prompt), limit)).ToList();
        return prompts.Count > 0
            ? prompts
            : throw new InvalidDataException("there are no labels, so there is no question to sample answers to");
    }
}
