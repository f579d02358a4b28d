using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>Greedy generation with a cache, held against scoring without one.</summary>
internal static class GenerationChecks
{
    private const int Rows = 5;
    private const int NewTokens = 24;

    // The log-probabilities that generation reports are float32.
    private const double SinglePrecision = 1e-5;

    public static IEnumerable<Check> All =>
    [
        new Check { Name = "cached attention", Error = CachedError, InFloat64 = SinglePrecision },
        new Check { Name = "greedy tokens", Error = GreedyGap },
    ];

    /// <summary>Log-probabilities of the generated tokens, beside the reference's of the same tokens.</summary>
    private static double CachedError(Place place, Place reference)
    {
        var found = place.Run(Generate);
        var expected = reference.Run(by => Scores(by, found));
        var reported = found.SelectMany(sequence => sequence.LogProbabilities!).ToArray();
        return RelativeError.Largest([torch.tensor(reported)], [expected]);
    }

    /// <summary>
    /// How much likelier, in nats, the reference finds its own choice where a row first differs: in exact arithmetic no
    /// row differs, with rounding only one whose two best tokens are as close as that. 0 where all rows agree.
    /// </summary>
    private static double GreedyGap(Place place, Place reference)
    {
        var (found, expected) = (place.Run(Generate), reference.Run(Generate));
        var gaps = found.Zip(expected).Zip(SmallModel.Prompts(Rows), (pair, prompt) =>
        {
            var (mine, theirs) = (pair.First.Tokens, pair.Second.Tokens);
            var first = FirstDifference(mine, theirs);
            return first < 0 ? 0 : reference.Run(by => Gap(
                by, [.. prompt, .. theirs.Take(first)], theirs[first], mine[first]));
        });
        return gaps.Max();
    }

    private static int FirstDifference(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        for (var place = 0; place < left.Count; place++)
            if (left[place] != right[place])
                return place;
        return -1;
    }

    private static double Gap(Place place, int[] prefix, int better, int worse)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = place.Model();
        var batch = model.Batch([TokenSample.ForPretraining("prefix", prefix)]);
        var logits = model.Logits(model.Hidden(batch, batch.LastIndex)).data<double>().ToArray();
        return logits[better] - logits[worse];
    }

    private static IReadOnlyList<GeneratedSequence> Generate(Place place)
    {
        using var model = place.Model();
        // They end one after the other, and prompts take the slots of those that have ended.
        var requests = SmallModel.Prompts(Rows).Select((prompt, row) => new GenerationRequest
        {
            Prompt = prompt, RowId = (ulong)row, MaxNewTokens = NewTokens - 3 * row,
        });
        return new SequenceGenerator(model).Generate([.. requests], new GenerationOptions
        {
            MaxNewTokens = NewTokens, BatchSize = 3, IsContinuous = true, WithLogProbabilities = true,
        });
    }

    private static Tensor Scores(Place place, IReadOnlyList<GeneratedSequence> sequences)
    {
        using var frozen = torch.no_grad();
        using var model = place.Model();
        var samples = SmallModel.Prompts(Rows).Zip(sequences, (prompt, sequence) =>
            TokenSample.ForResponse("generated", prompt, sequence.Tokens));
        return LogProbabilities.PerToken(model, model.Batch([.. samples]));
    }
}
