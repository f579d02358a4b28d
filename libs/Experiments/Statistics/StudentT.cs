namespace WeakToStrong.Experiments.Statistics;

/// <summary>Student's t distribution with a whole number of degrees of freedom.</summary>
public static class StudentT
{
    private const int MaxDegreesOfFreedom = 1_000_000;
    private const double MaxQuantile = 1e12;

    /// <summary>The value below which the distribution has this probability.</summary>
    /// <param name="probability">Between 0 and 1, exclusive.</param>
    /// <param name="degreesOfFreedom">1 to 1,000,000.</param>
    public static double Quantile(double probability, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degreesOfFreedom, MaxDegreesOfFreedom);
        if (!(probability > 0 && probability < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "allowed is between 0 and 1");
        return probability < 0.5
            ? -UpperQuantile(1 - 2 * probability, degreesOfFreedom)
            : UpperQuantile(2 * probability - 1, degreesOfFreedom);
    }

    /// <summary>
    /// The t with P(-t &lt; T &lt; t) = <paramref name="central"/>, by bisection down to neighbouring doubles.
    /// </summary>
    private static double UpperQuantile(double central, int degreesOfFreedom)
    {
        var (low, high) = (0.0, MaxQuantile);
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                return low;
            if (Central(middle, degreesOfFreedom) < central)
                low = middle;
            else
                high = middle;
        }
    }

    /// <summary>
    /// P(-t &lt; T &lt; t) as a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4), with tan θ = t / √ν.
    /// </summary>
    private static double Central(double t, int degreesOfFreedom)
    {
        var tangent = t / Math.Sqrt(degreesOfFreedom);
        var cosineSquared = 1 / (1 + tangent * tangent);
        var sine = tangent * Math.Sqrt(cosineSquared);
        return int.IsEvenInteger(degreesOfFreedom)
            ? sine * Series(1, degreesOfFreedom / 2, cosineSquared)
            : 2 / Math.PI * (Math.Atan(tangent)
                + sine * Math.Sqrt(cosineSquared) * Series(2, (degreesOfFreedom - 1) / 2, cosineSquared));
    }

    /// <summary>1 + a/(a+1)·x + a(a+2)/((a+1)(a+3))·x² + …, with as many terms as asked for.</summary>
    private static double Series(int firstNumerator, int terms, double x)
    {
        var (sum, term) = (0.0, 1.0);
        for (var i = 0; i < terms; i++)
        {
            sum += term;
            var numerator = firstNumerator + 2.0 * i;
            term *= numerator / (numerator + 1) * x;
        }
        return sum;
    }
}
