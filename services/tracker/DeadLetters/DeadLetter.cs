namespace WeakToStrong.Tracker.DeadLetters;

/// <summary>Messages that no consumer could take, by the queue they were put aside in.</summary>
public sealed record DeadLetterList
{
    /// <summary>Why there can be none, where the bus keeps no queues; else null.</summary>
    public required string? Note { get; init; }

    public required IReadOnlyList<DeadLetterBox> Queues { get; init; }
}

/// <summary>A queue of messages that were put aside, with the first of them.</summary>
public sealed record DeadLetterBox
{
    public required string Name { get; init; }

    /// <summary>Where its messages were meant for, and go again when they are replayed.</summary>
    public required string ReplaysTo { get; init; }

    public required long MessageCount { get; init; }

    /// <summary>The first of them, as many as were asked for.</summary>
    public required IReadOnlyList<DeadLetter> Messages { get; init; }
}

/// <summary>One message that was put aside, and why.</summary>
public sealed record DeadLetter
{
    public required string? MessageId { get; init; }

    public required string? MessageType { get; init; }

    public required DateTimeOffset? FailedAt { get; init; }

    public required string? ExceptionType { get; init; }

    public required string? ExceptionMessage { get; init; }

    /// <summary>The first lines of its stack.</summary>
    public required string? Stack { get; init; }

    /// <summary>The message, or its beginning.</summary>
    public required string Body { get; init; }

    public required bool IsBodyCut { get; init; }
}
