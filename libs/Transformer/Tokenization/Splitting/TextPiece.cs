namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>A piece of a text.</summary>
/// <param name="Text">Its characters; never empty.</param>
/// <param name="IsFirst">Whether the whole text begins with it.</param>
internal readonly record struct TextPiece(string Text, bool IsFirst);
