using System.Text.Json.Serialization;

namespace WeakToStrong.Experiments;

/// <summary>One thing that is wrong with what the user gave us: where, what is wrong, what is allowed.</summary>
/// <param name="File">Path of the file, or the override as it was typed.</param>
/// <param name="Line">Counted from 1; null where there is no line to point at.</param>
/// <param name="Message">One line.</param>
public sealed record InputProblem(string File, int? Line, string Message)
{
    /// <summary>The value of an experiment that is wrong, for who shows it beside the value; null elsewhere.</summary>
    [JsonIgnore]
    public KeyFault? Key { get; init; }

    public override string ToString() => Line is { } line ? $"{File}:{line}: {Message}" : $"{File}: {Message}";
}

/// <summary>What is wrong with one value of an experiment.</summary>
/// <param name="Path">Its dotted path, items of lists by their names.</param>
/// <param name="Fault">The message without the path.</param>
public sealed record KeyFault(string Path, string Fault);

/// <summary>The input is wrong: every problem that was found, one line each.</summary>
public sealed class InputException : Exception
{
    public InputException(InputProblem problem)
        : this([problem])
    {
    }

    public InputException(string file, int? line, string message)
        : this(new InputProblem(file, line, message))
    {
    }

    public InputException(IEnumerable<InputProblem> problems)
        : this([.. problems])
    {
    }

    private InputException(InputProblem[] problems)
        : base(string.Join('\n', problems.Select(problem => problem.ToString())))
    {
        if (problems.Length == 0)
            throw new ArgumentException("an input exception needs at least one problem", nameof(problems));
        Problems = problems;
    }

    public IReadOnlyList<InputProblem> Problems { get; }

    /// <summary>File of the first problem.</summary>
    public string File => Problems[0].File;

    /// <summary>Line of the first problem.</summary>
    public int? Line => Problems[0].Line;
}
