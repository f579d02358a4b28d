using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Torch.Random;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// Samples the answers of a round and reads off everything an update needs. A round's answers are decided by seed,
/// round number and weights alone, so a resumed run makes the same ones.
/// </summary>
internal sealed class Rollouts(
    StepContext context,
    PpoOptions options,
    IReadOnlyList<int[]> prompts,
    LlamaModel policy,
    LlamaModel reference,
    LlamaModel reward,
    ValueFunction value,
    TokenLayout layout,
    IReadOnlyList<int>? stopTokenIds)
{
    /// <summary>Samples and scores the answers of one round.</summary>
    public IReadOnlyList<Answer> Sample(int round)
    {
        var chosen = PromptsOf(round);
        // Training needs the memory of its cache.
        using var generator = new SequenceGenerator(policy);
        var sequences = generator.Generate(
            [.. chosen.Select((prompt, i) => new GenerationRequest { Prompt = prompts[prompt], RowId = (ulong)i })],
            new GenerationOptions
            {
                MaxNewTokens = options.MaxNewTokens,
                Temperature = options.Temperature,
                BatchSize = options.GenerationBatchSize ?? options.RolloutSize,
                IsContinuous = options.GenerationBatchSize is not null,
                Seed = (ulong)context.Seed,
                StopTokenIds = stopTokenIds,
                Stream = $"ppo/answers/{round}",
            });
        var samples = chosen.Select((prompt, i) => TokenSample.ForResponse(
            $"round {round} answer {i}", prompts[prompt], [.. sequences[i].Tokens])).ToList();
        return
        [
            .. options.Parts(samples).SelectMany(part => Measure(
                [.. part.Select(answer => samples[answer])], [.. part.Select(answer => sequences[answer])])),
        ];
    }

    // The reward model may be the value model with an adapter.
    private double[] Score(IReadOnlyList<TokenSample> samples)
    {
        using var withoutAdapter = reward.WithoutAdapter();
        return Rewards.Score(reward, samples, samples.Count, layout);
    }

    /// <summary>Every prompt once before any comes again, shuffled anew in every pass.</summary>
    private List<int> PromptsOf(int round)
    {
        var indices = new List<int>();
        for (var at = (long)round * options.RolloutSize; indices.Count < options.RolloutSize; at++)
        {
            var pass = at / prompts.Count;
            var order = Order(pass);
            indices.Add(order[(int)(at % prompts.Count)]);
        }
        return indices;
    }

    private long _orderPass = -1;
    private int[] _order = [];

    private int[] Order(long pass)
    {
        if (pass == _orderPass)
            return _order;
        _order = [.. Enumerable.Range(0, prompts.Count)];
        new SeededRandom((ulong)context.Seed, $"ppo/prompts/{pass}").Shuffle(_order);
        _orderPass = pass;
        return _order;
    }

    // The reference may be the policy with an adapter.
    private Tensor Reference(TokenBatch batch)
    {
        using var withoutAdapter = reference.WithoutAdapter();
        return LogProbabilities.PerToken(reference, batch, options.Temperature);
    }

    private List<Answer> Measure(IReadOnlyList<TokenSample> samples, IReadOnlyList<GeneratedSequence> sequences)
    {
        var scores = Score(samples);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var batch = policy.Batch(samples, layout);
        var hidden = policy.Hidden(batch, batch.TargetIndex);
        var logProbabilities = Split(
            LogProbabilities.OfHidden(policy, batch, hidden, options.Temperature).LogProbabilities);
        var referenceLogProbabilities = Split(Reference(batch));
        var values = Split(value.Of(batch, hidden));
        return
        [
            .. samples.Select((sample, i) => new Answer
            {
                Sample = sample,
                Ended = sequences[i].Reason == FinishReason.Stop,
                LogProbabilities = logProbabilities[i],
                ReferenceLogProbabilities = referenceLogProbabilities[i],
                Values = values[i],
                RawScore = scores[i],
            }),
        ];

        List<double[]> Split(Tensor perToken)
        {
            var numbers = perToken.to_type(ScalarType.Float64).cpu().data<double>().ToArray();
            var rows = new List<double[]>();
            var from = 0;
            foreach (var sample in samples)
                rows.Add(numbers[from..(from += sample.TargetCount)]);
            return rows;
        }
    }
}
