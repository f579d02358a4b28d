namespace WeakToStrong.Methods.Shared;

/// <summary>What of a step's data is not learned from.</summary>
/// <param name="TruncatedSamples">Samples that were shortened.</param>
/// <param name="IdenticalPairs">Pairs whose two answers are the same.</param>
internal sealed record LeftOut(int TruncatedSamples, int IdenticalPairs = 0)
{
    /// <summary>By name; none where everything is learned from.</summary>
    public IEnumerable<KeyValuePair<string, double>> Metrics =>
        new Dictionary<string, double>
        {
            ["truncated_samples"] = TruncatedSamples, ["identical_pairs"] = IdenticalPairs,
        }.Where(metric => metric.Value > 0);
}
