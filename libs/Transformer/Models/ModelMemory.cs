namespace WeakToStrong.Transformer.Models;

/// <summary>
/// What work with a model takes, reckoned from its shape alone: pure functions, which load no tensor library. N = rows
/// of a pass, M = those whose next token is scored; other letters as in <see cref="ModelConfig"/>.
/// </summary>
/// <param name="config">The shape.</param>
/// <param name="elementBytes">Size of a weight: 8, 4 or 2.</param>
/// <param name="onDevice">Whether it computes on CUDA.</param>
public sealed class ModelMemory(ModelConfig config, int elementBytes, bool onDevice = false)
{
    private const int WideBytes = 4;

    // Elements of a row: of the hidden state, the feed-forward layer, queries with keys and values, attention's result.
    private readonly long _width = config.HiddenSize;
    private readonly long _inner = config.IntermediateSize;
    private readonly long _fused = config.FusedAttentionSize;
    private readonly long _mixed = (long)config.Heads * config.HeadDim;

    /// <summary>Number of weights.</summary>
    public long ParameterCount { get; } = LlamaLayout.Parameters(config).Sum(spec => spec.Length);

    /// <summary>Bytes of the weights.</summary>
    public long Weights => ParameterCount * elementBytes;

    /// <summary>What training holds between two updates.</summary>
    /// <param name="trainable">
    /// Weights that are trained beside the model's frozen ones, as an adapter's; null: the model's own.
    /// </param>
    public MemoryEstimate TrainingState(long? trainable = null)
    {
        var count = trainable ?? ParameterCount;
        var moments = 2 * Math.Max(WideBytes, elementBytes);
        var master = elementBytes < WideBytes ? WideBytes : 0;
        return new MemoryEstimate
        {
            Weights = Weights + (trainable ?? 0) * elementBytes,
            Gradients = count * elementBytes,
            Optimiser = count * (moments + master),
        };
    }

    /// <summary>A pass forwards and back.</summary>
    /// <param name="rows">N of the largest micro-batch.</param>
    /// <param name="targets">M of it; 0 where no vocabulary is scored.</param>
    /// <param name="checkpoints">Whether activations are checkpointed.</param>
    /// <param name="isAdapter">Whether the model's own weights are frozen.</param>
    public MemoryEstimate TrainingPass(long rows, long targets, bool checkpoints, bool isAdapter = false)
    {
        var lastRows = targets == 0 ? rows : targets;
        // Without checkpoints every layer keeps its part; with them its input, and one layer is there as a whole.
        var layers = checkpoints
            ? rows * (config.Layers * _width * elementBytes + FirstHalf + SecondHalf)
            : rows * ((config.Layers - 1) * (FirstHalf + SecondHalf) + FirstHalf) + lastRows * SecondHalf;
        var ends = (rows + 3 * lastRows) * _width * elementBytes;
        var back = lastRows * (_width + 3 * _inner) * elementBytes;
        var logits = Logits(targets, withGradient: true);
        var forwards = layers + ends + back + logits;
        // The gradient of the embedding is made whole before it is added, when little else is left.
        var embedding = isAdapter ? 0 : config.VocabularySize * _width * elementBytes + ends;
        return new MemoryEstimate { Activations = Math.Max(forwards, embedding) - logits, Logits = logits };
    }

    /// <summary>A pass forwards alone.</summary>
    /// <param name="rows">N.</param>
    /// <param name="targets">M; 0 where no vocabulary is scored.</param>
    public MemoryEstimate ScoringPass(long rows, long targets) => new()
    {
        Activations = rows * (3 * _width * elementBytes + Math.Max(AttentionPass, 3 * _inner * elementBytes)),
        Logits = Logits(targets, withGradient: false),
    };

    /// <summary>Generation of one batch.</summary>
    /// <param name="sequences">Side by side.</param>
    /// <param name="promptLength">Tokens of the longest prompt.</param>
    /// <param name="newTokens">Tokens of the longest answer.</param>
    /// <param name="isGreedy">Whether nothing is drawn.</param>
    public MemoryEstimate Generation(long sequences, long promptLength, long newTokens, bool isGreedy)
    {
        long capacity = CacheCapacity.For(promptLength + newTokens, config.MaxPositions);
        // For the CPU's kernels a head's values lie in whole vectors of 64 bytes; its keys take no more.
        var head = onDevice
            ? config.HeadDim * elementBytes
            : (config.HeadDim * Math.Max(WideBytes, elementBytes) + 63) / 64 * 64;
        // A draw takes the distribution and its sums in float64.
        var scores = elementBytes + (isGreedy ? 0 : 4 * sizeof(double));
        return ScoringPass(sequences * promptLength, targets: 0) with
        {
            Cache = 2L * config.Layers * sequences * config.KeyValueHeads * capacity * head,
            Logits = sequences * config.VocabularySize * scores,
        };
    }

    /// <summary>Kept by each row of a layer up to attention's result: bytes.</summary>
    private long FirstHalf => 2 * _width * elementBytes + Attention;

    /// <summary>And from there on.</summary>
    private long SecondHalf => (2 * _width + 3 * _inner) * elementBytes;

    // The kernel of the CPU reads its input in float32 at least. Operators repeat the keys and values that several
    // query heads share, and put their result in the order of rows.
    private long Attention => onDevice
        ? 5 * _mixed * elementBytes
        : (_fused + config.Heads) * Math.Max(WideBytes, elementBytes) + _mixed * elementBytes;

    // Of a pass without a graph: what goes in and comes out, and what is turned or made wide in between.
    private long AttentionPass => (_fused + 2 * _mixed) * elementBytes
        + (onDevice ? 2 * _fused * elementBytes : elementBytes < WideBytes ? (_fused + _mixed) * WideBytes : 0);

    private long Logits(long targets, bool withGradient)
    {
        var count = targets * config.VocabularySize;
        if (LogProbabilities.AreInParts(config.VocabularySize, targets, onDevice))
            count = LogProbabilities.LogitsAtOnce(onDevice);
        // The kernel turns the logits into their gradient where they lie; operators keep both, and two steps between.
        var wide = elementBytes < WideBytes ? WideBytes : 0;
        var bytes = !withGradient ? elementBytes + wide
            : onDevice ? 2 * elementBytes + 2 * WideBytes
            : wide == 0 ? elementBytes : 2 * elementBytes + wide;
        return count * bytes;
    }
}
