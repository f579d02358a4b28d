namespace WeakToStrong.Experiments.Data;

/// <summary>What the columns of a data file mean. All but the first two are TRL's dataset types.</summary>
public enum DataFormat
{
    /// <summary>Aligner: <c>question</c>, <c>answer</c>, <c>correction</c>.</summary>
    Aligner,

    /// <summary>The Aligner's without a correction: <c>question</c>, <c>answer</c>.</summary>
    QuestionAnswer,

    /// <summary>Preference with explicit prompt: <c>prompt</c>, <c>chosen</c>, <c>rejected</c>.</summary>
    Preference,

    /// <summary>Preference whose prompt is what <c>chosen</c> and <c>rejected</c> share at their beginning.</summary>
    ImplicitPreference,

    /// <summary><c>prompt</c>, <c>completion</c>.</summary>
    PromptCompletion,

    /// <summary>
    /// Conversational language modelling: <c>messages</c>, a dialogue whose last message is the assistant's answer to
    /// those before it.
    /// </summary>
    Messages,

    /// <summary><c>prompt</c> alone.</summary>
    PromptOnly,
}

/// <summary>One row, whatever its format was, in the words of correction: question, answer, corrected answer.</summary>
public sealed record DataRow
{
    /// <summary>The row's number in its file, from 1.</summary>
    public required string Id { get; init; }

    /// <summary>The line on which the row begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary><c>question</c> or <c>prompt</c>, or all <c>messages</c> but the last.</summary>
    public required string Prompt { get; init; }

    /// <summary><c>answer</c> or <c>rejected</c>; null where the format has neither.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// <c>correction</c>, <c>chosen</c>, <c>completion</c> or the last of the <c>messages</c>; null where the format
    /// has none of them.
    /// </summary>
    public string? Correction { get; init; }
}
