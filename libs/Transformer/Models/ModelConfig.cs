using System.Globalization;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>Shape of a decoder of Llama's kind: Llama itself, Mistral, Qwen2, Qwen3.</summary>
public sealed record ModelConfig
{
    /// <summary>Whose biases and norms it has.</summary>
    public ModelFamily Family { get; init; }

    /// <summary>V: rows of the embedding, at least the tokenizer's vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>C: model width.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>F: width of the SwiGLU layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>H: query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>K: key/value heads; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>D: width of one head; even, for the rotary halves.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Base of the rotary frequencies.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>How the rotary frequencies are lowered for long sequences; null: not at all.</summary>
    public RotaryScaling? RopeScaling { get; init; }

    /// <summary>W: tokens that a token attends to, itself included; null: all before it.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Layers that have the window; null: all.</summary>
    public IReadOnlyList<int>? WindowedLayers { get; init; }

    /// <summary>Whether all four projections of attention have biases; Llama and Qwen3 allow it.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether all three projections of the SwiGLU layer have biases; Llama allows it.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Epsilon inside the root of the norms.</summary>
    public double RmsNormEpsilon { get; init; } = 1e-5;

    /// <summary>Whether the output projection is the transposed embedding.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Longest sequence, tokens.</summary>
    public int MaxPositions { get; init; } = 2048;

    /// <summary>Id of the token that begins a sequence, if there is one.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>Ids of the tokens that end a sequence.</summary>
    public IReadOnlyList<int> EosTokenIds { get; init; } = [];

    /// <summary>Id of the token that fills batches, if there is one.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Rows of the fused query, key and value projection: (H + 2K) D.</summary>
    public int FusedAttentionSize => (Heads + 2 * KeyValueHeads) * HeadDim;

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool HasQueryKeyValueBias => AttentionBias || Family == ModelFamily.Qwen2;

    /// <summary>Whether each head's queries and keys are normalised.</summary>
    public bool HasQueryKeyNorm => Family == ModelFamily.Qwen3;

    /// <summary>W of a layer; null: its tokens attend to all before them.</summary>
    public int? WindowOf(int layer) => WindowedLayers?.Contains(layer) == false ? null : SlidingWindow;

    /// <summary>This configuration, if it describes a model that can be computed.</summary>
    /// <exception cref="ArgumentException">
    /// A size is out of range; the message names it and what is allowed.
    /// </exception>
    public ModelConfig Validated()
    {
        foreach (var (name, value) in Sizes())
            Require(value is > 0 and <= 1 << 24, name, value, "1 to 16777216");
        Require(Heads % KeyValueHeads == 0, nameof(KeyValueHeads), KeyValueHeads, $"a divisor of Heads = {Heads}");
        Require(HeadDim % 2 == 0, nameof(HeadDim), HeadDim, "an even number");
        Require(RopeTheta > 0, nameof(RopeTheta), RopeTheta, "a positive number");
        Require(RmsNormEpsilon > 0, nameof(RmsNormEpsilon), RmsNormEpsilon, "a positive number");
        Require(SlidingWindow is null or > 0, nameof(SlidingWindow), SlidingWindow ?? 0, "1 or more");
        foreach (var layer in WindowedLayers ?? [])
            Require(layer >= 0 && layer < Layers, nameof(WindowedLayers), layer, $"0 to {Layers - 1}");
        foreach (var id in EosTokenIds.Append(BosTokenId ?? 0).Append(PadTokenId ?? 0))
            Require(id >= 0 && id < VocabularySize, "token id", id, $"0 to {VocabularySize - 1}, the vocabulary");
        return this;
    }

    /// <summary>The configuration in a checkpoint's <c>config.json</c>.</summary>
    public static ModelConfig FromHuggingFace(HuggingFaceConfig file) => new ModelConfig
    {
        Family = file.Family,
        VocabularySize = file.VocabularySize,
        HiddenSize = file.HiddenSize,
        IntermediateSize = file.IntermediateSize,
        Layers = file.LayerCount,
        Heads = file.AttentionHeadCount,
        KeyValueHeads = file.KeyValueHeadCount,
        HeadDim = file.HeadSize,
        RopeTheta = file.RopeTheta,
        RopeScaling = file.RopeScaling,
        SlidingWindow = file.SlidingWindow,
        WindowedLayers = file.WindowedLayers,
        AttentionBias = file.AttentionBias,
        FeedForwardBias = file.FeedForwardBias,
        RmsNormEpsilon = file.NormEpsilon,
        TieEmbeddings = file.TieWordEmbeddings,
        MaxPositions = file.MaximumPositions,
        BosTokenId = file.BeginningOfSequenceId,
        EosTokenIds = file.EndOfSequenceIds,
        PadTokenId = file.PaddingId
    }.Validated();

    /// <summary>The <c>config.json</c> that describes this model.</summary>
    public HuggingFaceConfig ToHuggingFace() => new()
    {
        Family = Family,
        VocabularySize = VocabularySize,
        HiddenSize = HiddenSize,
        IntermediateSize = IntermediateSize,
        LayerCount = Layers,
        AttentionHeadCount = Heads,
        KeyValueHeadCount = KeyValueHeads,
        HeadSize = HeadDim,
        RopeTheta = RopeTheta,
        RopeScaling = RopeScaling,
        SlidingWindow = SlidingWindow,
        WindowedLayers = WindowedLayers,
        AttentionBias = AttentionBias,
        FeedForwardBias = FeedForwardBias,
        NormEpsilon = RmsNormEpsilon,
        TieWordEmbeddings = TieEmbeddings,
        MaximumPositions = MaxPositions,
        BeginningOfSequenceId = BosTokenId,
        EndOfSequenceIds = EosTokenIds,
        PaddingId = PadTokenId
    };

    private IEnumerable<(string Name, int Value)> Sizes() =>
    [
        (nameof(VocabularySize), VocabularySize), (nameof(HiddenSize), HiddenSize),
        (nameof(IntermediateSize), IntermediateSize), (nameof(Layers), Layers), (nameof(Heads), Heads),
        (nameof(KeyValueHeads), KeyValueHeads), (nameof(HeadDim), HeadDim), (nameof(MaxPositions), MaxPositions)
    ];

    private static void Require(bool legal, string name, double value, string allowed)
    {
        if (!legal)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; allowed: {allowed}"));
    }
}
