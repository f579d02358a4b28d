namespace WeakToStrong.Experiments.Statistics;

/// <summary>Performance gap recovered (Burns et al. 2023, "Weak-to-Strong Generalization", section 3).</summary>
public static class PerformanceGap
{
    /// <summary>(student − supervisor) / (ceiling − supervisor); null when there is no gap.</summary>
    public static double? Recovered(double student, double supervisor, double ceiling)
    {
        var recovered = (student - supervisor) / (ceiling - supervisor);
        return double.IsFinite(recovered) ? recovered : null;
    }
}

/// <summary>How often one system's answer is scored above another's to the same prompt.</summary>
public static class WinRate
{
    /// <summary>(wins − losses) / (wins + losses + ties), from −1 to 1.</summary>
    public static double Of(IReadOnlyList<double> scores, IReadOnlyList<double> baseScores)
    {
        if (scores.Count == 0 || scores.Count != baseScores.Count)
            throw new ArgumentException($"{scores.Count} scores cannot be compared with {baseScores.Count}");
        return scores.Zip(baseScores, (score, other) => score.CompareTo(other)).Sum(Math.Sign) / (double)scores.Count;
    }
}
