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
