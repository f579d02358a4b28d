namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>Families of decoders that this engine computes; they differ in biases, norms and defaults.</summary>
public enum ModelFamily
{
    /// <summary>Llama 2, 3 and 3.x, and the many models that were made in their shape.</summary>
    Llama,

    /// <summary>Mistral: Llama with a sliding window.</summary>
    Mistral,

    /// <summary>Qwen2 and Qwen2.5: biases on queries, keys and values.</summary>
    Qwen2,

    /// <summary>Qwen3: norms of each head's queries and keys.</summary>
    Qwen3
}
