namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// A family's names in <c>config.json</c>, and what transformers' configuration class assumes where the file leaves a
/// field out.
/// </summary>
internal sealed record FamilyTraits
{
    private static readonly FamilyTraits[] Table =
    [
        new()
        {
            Family = ModelFamily.Llama,
            ModelType = "llama",
            ClassPrefix = "Llama",
            MaximumPositions = 2048,
            EndOfSequenceId = 2
        },
        new()
        {
            Family = ModelFamily.Mistral,
            ModelType = "mistral",
            ClassPrefix = "Mistral",
            MaximumPositions = 131_072,
            KeyValueHeads = 8,
            EndOfSequenceId = 2
        },
        new()
        {
            Family = ModelFamily.Qwen2,
            ModelType = "qwen2",
            ClassPrefix = "Qwen2",
            MaximumPositions = 32_768,
            KeyValueHeads = 32
        },
        new()
        {
            Family = ModelFamily.Qwen3,
            ModelType = "qwen3",
            ClassPrefix = "Qwen3",
            MaximumPositions = 32_768,
            KeyValueHeads = 32,
            HeadSize = 128
        }
    ];

    public required ModelFamily Family { get; init; }

    /// <summary>The field <c>model_type</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>What the names of transformers' classes begin with.</summary>
    public required string ClassPrefix { get; init; }

    /// <summary>Positions where <c>max_position_embeddings</c> is absent.</summary>
    public required int MaximumPositions { get; init; }

    /// <summary>Heads where <c>num_key_value_heads</c> is absent; null: as many as query heads.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Width where <c>head_dim</c> is absent; null: the model's width over the query heads.</summary>
    public int? HeadSize { get; init; }

    /// <summary>The end where <c>eos_token_id</c> is absent; null: none.</summary>
    public int? EndOfSequenceId { get; init; }

    /// <summary>A language model's class.</summary>
    public string CausalLanguageModel => ClassPrefix + "ForCausalLM";

    /// <summary>The class of a trunk alone.</summary>
    public string Trunk => ClassPrefix + "Model";

    /// <summary>The class of a trunk with a linear head named <c>score</c>.</summary>
    public string SequenceClassifier => ClassPrefix + "ForSequenceClassification";

    /// <summary>Whether the model type is Qwen's, whose window is off unless it is switched on.</summary>
    public bool HasWindowSwitch => Family is ModelFamily.Qwen2 or ModelFamily.Qwen3;

    /// <summary>Whether <c>attention_bias</c> is a field of the family.</summary>
    public bool HasAttentionBias => Family is ModelFamily.Llama or ModelFamily.Qwen3;

    public static FamilyTraits Of(ModelFamily family) => Table[(int)family];

    /// <summary>The family that a file says it is of.</summary>
    public static FamilyTraits Of(JsonObjectReader json)
    {
        const string name = "model_type";
        var type = json.GetString(name);
        return Array.Find(Table, traits => traits.ModelType == type) ?? throw json.Error(
            name, $"is '{type}'; supported: {string.Join(", ", Table.Select(traits => traits.ModelType))}");
    }
}
