namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>Who says something in a dialogue.</summary>
public enum ChatRole
{
    /// <summary>Says how the assistant shall behave.</summary>
    System,

    /// <summary>Asks.</summary>
    User,

    /// <summary>Answers.</summary>
    Assistant
}

/// <summary>One turn of a dialogue.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(ChatRole Role, string Content);
