namespace WeakToStrong.Experiments.Search;

/// <summary>What is wrong with a search text, and where.</summary>
public sealed record SearchProblem
{
    /// <summary>The whole search.</summary>
    public string Text { get; init; } = "";

    /// <summary>The first wrong character, from 0; the text's length when its end lacks something.</summary>
    public required int Position { get; init; }

    /// <summary>How many characters are wrong; 0 when something is missing.</summary>
    public required int Length { get; init; }

    /// <summary>One line: what is wrong, what is allowed.</summary>
    public required string Message { get; init; }

    /// <summary>The known name that comes nearest to a misspelt one.</summary>
    public string? Nearest { get; init; }
}

/// <summary>A search text is wrong.</summary>
public sealed class SearchException(SearchProblem problem)
    : Exception($"search, character {problem.Position + 1}: {problem.Message}")
{
    public SearchProblem Problem { get; } = problem;
}
