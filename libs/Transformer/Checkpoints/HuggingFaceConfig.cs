using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// <c>config.json</c> of a Llama-family model, in the names of transformers' <c>LlamaConfig</c>. Only what this product
/// computes can be expressed: full rotary embedding without scaling, SiLU, no biases.
/// </summary>
public sealed record HuggingFaceConfig
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "config.json";

    /// <summary>A language model.</summary>
    public const string CausalLanguageModel = "LlamaForCausalLM";

    /// <summary>
    /// A trunk with a linear head named <c>score</c>; with one label, a reward model as TRL stores it.
    /// </summary>
    public const string SequenceClassifier = "LlamaForSequenceClassification";

    /// <summary>
    /// Which head stands on the trunk: <see cref="CausalLanguageModel"/> or <see cref="SequenceClassifier"/>.
    /// </summary>
    public string Architecture { get; init; } = CausalLanguageModel;

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

    /// <summary>Whether the output projection is the transposed embedding.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Labels of a <see cref="SequenceClassifier"/>; not used by a language model.</summary>
    public int LabelCount { get; init; } = 1;

    /// <summary>Type the weights are stored in, "float32", "bfloat16" or "float16".</summary>
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
    public void Save(string folder) => JsonFile.Write(Path.Combine(folder, FileName), Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("architectures");
        json.WriteStringValue(Architecture);
        json.WriteEndArray();
        json.WriteBoolean("attention_bias", false);
        SpecialTokenIds.Write(json, BeginningOfSequenceId, EndOfSequenceIds, PaddingId);
        json.WriteNumber("head_dim", HeadSize);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("hidden_size", HiddenSize);
        json.WriteNumber("intermediate_size", IntermediateSize);
        json.WriteNumber("max_position_embeddings", MaximumPositions);
        json.WriteBoolean("mlp_bias", false);
        json.WriteString("model_type", "llama");
        json.WriteNumber("num_attention_heads", AttentionHeadCount);
        json.WriteNumber("num_hidden_layers", LayerCount);
        json.WriteNumber("num_key_value_heads", KeyValueHeadCount);
        WriteLabels(json);
        json.WriteNumber("rms_norm_eps", NormEpsilon);
        json.WriteNumber("rope_theta", RopeTheta);
        json.WriteBoolean("tie_word_embeddings", TieWordEmbeddings);
        json.WriteString("torch_dtype", TensorType);
        json.WriteNumber("vocab_size", VocabularySize);
    }

    private void WriteLabels(Utf8JsonWriter json)
    {
        if (Architecture != SequenceClassifier)
            return;
        // transformers derives num_labels from this table; the number alone is not kept by its own writer.
        json.WriteStartObject("id2label");
        for (var label = 0; label < LabelCount; label++)
            json.WriteString($"{label}", $"LABEL_{label}");
        json.WriteEndObject();
    }
}
