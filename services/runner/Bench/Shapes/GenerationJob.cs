namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Greedy continuations of random prompts, always by the same number of tokens.</summary>
internal sealed record GenerationJob : ShapeJob
{
    /// <summary>Tokens of a prompt.</summary>
    public const int UsualLength = 512;

    public const int NewTokens = 128;

    /// <summary>Prompts side by side, one job for each.</summary>
    public static IReadOnlyList<int> UsualBatchSizes { get; } = [1, 16, 64];

    public required int BatchSize { get; init; }

    public override string Name => $"generate {Shape.Name} × {BatchSize}";

    public override string Work => FormattableString.Invariant(
        $"{NewTokens} new tokens after each of {BatchSize} prompts of {Length:#,0}, which are read first; greedy");

    /// <summary>A round makes many passes: the second one finds everything warm.</summary>
    public override int WarmUps => 1;

    public override double RatioGoal => 3;

    protected override int LongestSequence => Length + NewTokens;

    public override EngineWork Begin(ScalarType type, Device device) => new EngineGeneration(this, type, device);

    public override object PeerCommand(string dtype) => new
    {
        command = "generation",
        config = ShapeModel.HuggingFaceConfig(Config),
        dtype,
        prompts = BatchSize,
        length = Length,
        newTokens = NewTokens,
    };
}
