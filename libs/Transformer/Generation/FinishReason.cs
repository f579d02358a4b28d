namespace WeakToStrong.Transformer.Generation;

/// <summary>Why a sequence ended.</summary>
public enum FinishReason
{
    /// <summary>The model produced a stop token.</summary>
    Stop,

    /// <summary>It reached the limit of new tokens, or the model's longest sequence.</summary>
    Length,

    /// <summary>Nobody wants it any more: <see cref="GenerationRequest.Stop"/>.</summary>
    Cancelled
}
