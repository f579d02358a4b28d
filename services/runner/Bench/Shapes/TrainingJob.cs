namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Updates of all weights from packed rows of random tokens.</summary>
internal sealed record TrainingJob : ShapeJob
{
    /// <summary>Tokens of a row.</summary>
    public const int UsualLength = 2048;

    /// <summary>Of an update.</summary>
    public const int Rows = 8;

    /// <summary>So small that random tokens teach nothing, and nothing overflows.</summary>
    public const double LearningRate = 1e-5;

    public const double MaximumNorm = 1;

    public override string Name => $"train {Shape.Name}";

    public override string Work => FormattableString.Invariant(
        $"an update of {Rows} rows of {Length:#,0} tokens, {Shape.MicroBatchRows} at a time");

    /// <summary>The optimiser's moments come with the first update.</summary>
    public override int WarmUps => 2;

    public override double RatioGoal => 1.2;

    public override double? MfuGoal => Shape.MfuGoal;

    public override double? FlopsPerToken => Shape.TrainingFlopsPerToken(Length);

    protected override int LongestSequence => Length;

    public override EngineWork Begin(ScalarType type, Device device) => new EngineTraining(this, type, device);

    public override object PeerCommand(string dtype) => new
    {
        command = "training",
        config = ShapeModel.HuggingFaceConfig(Config),
        dtype,
        rows = Rows,
        microBatchRows = Shape.MicroBatchRows,
        length = Length,
        learningRate = LearningRate,
        maximumNorm = MaximumNorm,
    };
}
