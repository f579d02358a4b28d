using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench;

/// <summary>Compares corrections with drafts and without, row by row.</summary>
/// <param name="single">The model in float32.</param>
/// <param name="folder">Its folder, of which it is loaded in float64 too.</param>
internal sealed class CorrectComparison(
    LlamaModel single, string folder, ComputeOptions compute, IReadOnlyList<GenerationRequest> requests,
    IReadOnlyList<int> batchSizes)
{
    private const double Temperature = 1;

    /// <param name="options">By batch size, and whether there are drafts.</param>
    public CorrectEquality Run(Func<int, bool, GenerationOptions> options)
    {
        using var exact = ModelFolder.Load(folder, compute with { Dtype = FloatType.Float64 });
        var close = Differing(single, options).ToList();
        return new CorrectEquality
        {
            Rows = requests.Count * batchSizes.Count,
            Float64Greedy = Differing(exact.Model, options).Count(),
            Float64Sampled = Differing(
                exact.Model, (size, drafts) => options(size, drafts) with { Temperature = Temperature }).Count(),
            Float32Greedy = close.Count,
            Float32LargestGap = close.Select(tokens => TopTwoGap(single, tokens)).DefaultIfEmpty(0).Max(),
        };
    }

    /// <summary>Of each row that differs, prompt and tokens up to the first difference.</summary>
    private IEnumerable<int[]> Differing(LlamaModel model, Func<int, bool, GenerationOptions> options)
    {
        using var generator = new SequenceGenerator(model) { LearnsAcrossUnits = true };
        foreach (var size in batchSizes)
        {
            var plain = generator.Generate(requests, options(size, false));
            var drafted = generator.Generate(requests, options(size, true));
            for (var row = 0; row < requests.Count; row++)
            {
                var (left, right) = (plain[row].Tokens, drafted[row].Tokens);
                var same = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
                if (same < Math.Max(left.Count, right.Count))
                    yield return [.. requests[row].Prompt, .. left.Take(same)];
            }
        }
    }

    private static double TopTwoGap(LlamaModel model, int[] tokens)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var batch = model.Batch([TokenSample.ForPretraining("difference", tokens)]);
        var (best, _) = model.Logits(model.Hidden(batch, batch.LastIndex)).topk(2, dim: -1);
        return best[0, 0].ToDouble() - best[0, 1].ToDouble();
    }
}
