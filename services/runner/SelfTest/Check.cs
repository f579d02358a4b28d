namespace WeakToStrong.Runner.SelfTest;

/// <summary>One comparison of a place with the reference.</summary>
internal sealed record Check
{
    private const double Float64Bound = 1e-10;

    // DESIGN's bound on logits in float32: sums in another order differ by about 1e-5.
    private const double Float32Bound = 1e-4;

    // A bfloat16 has 8 digits: rounding is by up to 0.004.
    private const double BFloat16Bound = 2e-2;

    public required string Name { get; init; }

    /// <summary>The error of the first place, measured by the second.</summary>
    public required Func<Place, Place, double> Error { get; init; }

    /// <summary>Largest error allowed in float64.</summary>
    public double InFloat64 { get; init; } = Float64Bound;

    /// <summary>Largest error allowed in float32.</summary>
    public double InFloat32 { get; init; } = Float32Bound;

    /// <summary>Largest error allowed in bfloat16, for checks that are made in it.</summary>
    public double? InBFloat16 { get; init; }

    /// <summary>As <see cref="Of"/>, in bfloat16 too.</summary>
    public static Check AlsoNarrow(string name, Func<Place, Tensor[]> compute) =>
        Of(name, compute) with { InBFloat16 = BFloat16Bound };

    /// <summary>Compares what both places compute from the same inputs, by the largest relative error.</summary>
    public static Check Of(string name, Func<Place, Tensor[]> compute) => new()
    {
        Name = name,
        Error = (place, reference) => RelativeError.Largest(place.Run(compute), reference.Run(compute)),
    };

    /// <summary>Largest error allowed in a type; null where the check is not made in it.</summary>
    public double? Bound(ScalarType type) => type switch
    {
        ScalarType.Float64 => InFloat64,
        ScalarType.Float32 => InFloat32,
        _ => InBFloat16,
    };

    public SelfTestResult Run(Place place)
    {
        using var scope = torch.NewDisposeScope();
        var result = new SelfTestResult
        {
            Check = Name,
            Dtype = place.Type.ToString().ToLowerInvariant(),
            Error = double.PositiveInfinity,
            Bound = Bound(place.Type) ?? throw new ArgumentException($"'{Name}' is not made in {place.Type}"),
        };
        try
        {
            return result with { Error = Error(place, Place.Reference with { Rounding = place.Type }) };
        }
        // What a device cannot do at all is a finding of this check; the others still say what it can.
        catch (TorchException problem)
        {
            return result with { Problem = problem.Message };
        }
    }
}
