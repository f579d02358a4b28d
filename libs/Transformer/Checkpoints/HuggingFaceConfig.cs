namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// <c>config.json</c> of a model of one of the known families, in transformers' meaning. Only what this product
/// computes can be expressed.
/// </summary>
public sealed record HuggingFaceConfig
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "config.json";

    /// <summary>Whose rules the other fields follow.</summary>
    public ModelFamily Family { get; init; }

    /// <summary>
    /// Which head stands on the trunk. False: a language model's. True: a linear one named <c>score</c>; with one
    /// label, a reward model as TRL stores it.
    /// </summary>
    public bool IsClassifier { get; init; }

    /// <summary>The class of transformers that the file names, such as "LlamaForCausalLM".</summary>
    public string Architecture =>
        IsClassifier ? FamilyTraits.Of(Family).SequenceClassifier : FamilyTraits.Of(Family).CausalLanguageModel;

    /// <summary>Rows of the embedding; at least the tokenizer's vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Model width.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Feed-forward width.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int AttentionHeadCount { get; init; }

    /// <summary>Number of key/value heads; divides <see cref="AttentionHeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Longest sequence, tokens.</summary>
    public required int MaximumPositions { get; init; }

    /// <summary>Epsilon of the root-mean-square norms.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Base of the rotary frequencies.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>How the rotary frequencies are lowered; null: not at all.</summary>
    public RotaryScaling? RopeScaling { get; init; }

    /// <summary>Tokens that a token attends to, itself included; null: all before it.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Layers that have the window (Qwen), ascending; null: all.</summary>
    public IReadOnlyList<int>? WindowedLayers { get; init; }

    /// <summary>Whether all four projections of attention have biases (Llama, Qwen3).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether all three projections of the feed-forward layer have biases (Llama).</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether the output projection is the transposed embedding.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Labels of a classifier; not used by a language model.</summary>
    public int LabelCount { get; init; } = 1;

    /// <summary>Type the weights are stored in, such as "float32" or "bfloat16".</summary>
    public string TensorType { get; init; } = "float32";

    /// <summary>Id of the token that begins a sequence, if the model has one.</summary>
    public int? BeginningOfSequenceId { get; init; }

    /// <summary>Ids of the tokens that end a sequence.</summary>
    public IReadOnlyList<int> EndOfSequenceIds { get; init; } = [];

    /// <summary>Id of the token that fills batches, if the model has one.</summary>
    public int? PaddingId { get; init; }

    /// <summary>Reads the file of a model folder.</summary>
    /// <exception cref="CheckpointException">
    /// The file is missing, malformed, or describes another kind of model.
    /// </exception>
    public static HuggingFaceConfig Load(string folder) =>
        HuggingFaceConfigReader.Read(Path.Combine(folder, FileName));

    /// <summary>Writes the file into a model folder.</summary>
    public void Save(string folder) =>
        JsonFile.Write(Path.Combine(folder, FileName), json => HuggingFaceConfigWriter.Write(json, this));
}
