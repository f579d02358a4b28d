namespace WeakToStrong.Transformer.Training;

/// <summary>
/// Adds up the metrics of an update's micro-batches where they were computed; the numbers come over in one copy at the
/// end, so that a device is waited for once an update and not once a metric.
/// </summary>
internal sealed class MetricAccumulator : IDisposable
{
    private readonly SortedDictionary<string, (Tensor Sum, double Weight)> _sums = new(StringComparer.Ordinal);

    /// <summary>Weight of the loss itself.</summary>
    public double LossWeight { get; private set; }

    public long TokenCount { get; private set; }

    public void Add(BatchLoss loss)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        LossWeight += loss.Weight;
        TokenCount += loss.TokenCount;
        Add(new MetricSum("loss", loss.Sum, loss.Weight));
        foreach (var metric in loss.Metrics)
            Add(metric);
    }

    /// <summary>Every sum over its weight, nothing for a metric of weight 0; and one number beside them.</summary>
    /// <param name="beside">[] float64, which comes over with the sums.</param>
    public (SortedDictionary<string, double> Means, double Beside) Read(Tensor beside)
    {
        using var scope = torch.NewDisposeScope();
        var sums = torch.stack([beside, .. _sums.Values.Select(sum => sum.Sum)]).data<double>().ToArray();
        var means = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var ((name, (_, weight)), sum) in _sums.Zip(sums[1..]))
            if (weight != 0)
                means.Add(name, sum / weight);
        return (means, sums[0]);
    }

    public void Dispose()
    {
        foreach (var (sum, _) in _sums.Values)
            sum.Dispose();
    }

    private void Add(MetricSum metric)
    {
        var added = metric.Sum.detach().to_type(ScalarType.Float64);
        if (_sums.TryGetValue(metric.Name, out var before))
            before.Sum.add_(added);
        else
            before.Sum = added.clone().DetachFromDisposeScope();
        _sums[metric.Name] = (before.Sum, before.Weight + metric.Weight);
    }
}
