namespace WeakToStrong.Transformer.Training;

/// <summary>One reported quantity of a batch, as a sum; what is reported is the sum over the weight.</summary>
/// <param name="Name">Its name in TRL's vocabulary, such as "mean_token_accuracy" or "rewards/margins".</param>
/// <param name="Sum">[], any number type; without a gradient.</param>
/// <param name="Weight">How many units were summed: tokens, pairs.</param>
public sealed record MetricSum(string Name, Tensor Sum, double Weight);
