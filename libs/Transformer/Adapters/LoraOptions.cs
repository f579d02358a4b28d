using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>How linear layers are adapted (Hu et al., arXiv:2106.09685); names as in PEFT's configuration.</summary>
public sealed record LoraOptions : IValidatableObject
{
    /// <summary>The largest rank.</summary>
    internal const int MaximumRank = 4096;

    [Description("Rank r of the update B A that is learned beside each adapted weight.")]
    [Range(1, MaximumRank)]
    public int Rank { get; init; } = 16;

    [Description("α: the update counts α / r times.")]
    [Range(1e-3, 1e6)]
    public double Alpha { get; init; } = 32;

    [Description("Probability that an input of A is left out while training; drawn anew for every micro-batch.")]
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    [Description("The update counts α / √r times instead, so that high ranks learn as fast (arXiv:2312.03732).")]
    public bool UseRslora { get; init; }

    [Description("Linear layers that are adapted: their names in a layer, or all-linear.")]
    public IReadOnlyList<string> Targets { get; init; } = [LoraTargets.AllLinear];

    /// <summary>What is wrong with the targets.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Targets.Count == 0)
            yield return new ValidationResult(
                $"names no layer; allowed are {LoraTargets.Allowed}", [nameof(Targets).ToLowerInvariant()]);
        foreach (var target in Targets.Where(target => !LoraTargets.IsKnown(target)))
            yield return new ValidationResult(
                $"there is no layer '{target}'; allowed are {LoraTargets.Allowed}",
                [nameof(Targets).ToLowerInvariant()]);
    }

    /// <summary>Weights of such an adapter on a model of that shape.</summary>
    public long WeightCount(ModelConfig config)
    {
        var shapes = LlamaLayout.Parameters(config).ToDictionary(spec => spec.Name, spec => spec.Shape);
        return LoraTargets.Modules(config, Targets).Sum(module => Rank * shapes[$"{module}.weight"].Sum());
    }

    /// <summary>s: how often the update counts.</summary>
    internal double Scale(int rank) => UseRslora ? Alpha / Math.Sqrt(rank) : Alpha / rank;
}
