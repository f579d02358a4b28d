using System.Text.Json.Serialization;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>What one check found in one type.</summary>
internal sealed record SelfTestResult
{
    public required string Check { get; init; }

    public required string Dtype { get; init; }

    public required double Error { get; init; }

    public required double Bound { get; init; }

    /// <summary>What libtorch said where it could not compute at all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    public bool Passed => Error <= Bound;
}

/// <summary>All checks of a device.</summary>
internal sealed record SelfTestReport
{
    public required string Device { get; init; }

    public required string Libtorch { get; init; }

    public required IReadOnlyList<SelfTestResult> Checks { get; init; }

    public bool Passed => Checks.All(check => check.Passed);
}
