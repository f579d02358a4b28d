namespace WeakToStrong.Transformer.Data;

/// <summary>Splits the samples of an update into parts by their tokens.</summary>
/// <param name="Maximum">Most tokens of a part, padding not counted; a longer sample is a part of its own.</param>
/// <param name="Counts">Tokens of each sample, both answers of a pair together, by sample number.</param>
public sealed record TokenBudget(int Maximum, IReadOnlyList<int> Counts)
{
    /// <summary>Parts of neighbours, in order, each as long as the budget allows.</summary>
    /// <param name="samples">Sample numbers.</param>
    public IEnumerable<int[]> Split(IReadOnlyList<int> samples)
    {
        var part = new List<int>();
        var tokens = 0L;
        foreach (var sample in samples)
        {
            if (part.Count > 0 && tokens + Counts[sample] > Maximum)
            {
                yield return [.. part];
                part.Clear();
                tokens = 0;
            }
            part.Add(sample);
            tokens += Counts[sample];
        }
        if (part.Count > 0)
            yield return [.. part];
    }
}
