using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments;

namespace WeakToStrong.Tracker.Api.Launching;

/// <summary>An experiment as somebody sends it.</summary>
public sealed record ExperimentSubmission
{
    public const string DefaultFileName = "experiment.yaml";
    public const int MaxFileNameLength = 250;
    public const int MaxOverrides = 1000;
    public const int MaxAuthorLength = 100;
    public const int MaxSlots = 1_000_000;

    /// <summary>The experiment file's text, YAML.</summary>
    public required string Experiment { get; init; }

    /// <summary>Values that replace those of the file: <c>methods.dpo.beta=0.2</c>.</summary>
    [MaxLength(MaxOverrides)]
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>What messages call the file; nothing is read or written under this name.</summary>
    [MaxLength(MaxFileNameLength)]
    public string FileName { get; init; } = DefaultFileName;

    /// <summary>Who launches it, for people; proves nothing.</summary>
    [MaxLength(MaxAuthorLength)]
    public string? Author { get; init; }

    /// <summary>Steps side by side that a plan's time reckons with; by default what the workers offer.</summary>
    [Range(1, MaxSlots)]
    public int? Slots { get; init; }

    /// <exception cref="InputException">It is no name.</exception>
    internal static void CheckAuthor(string? author)
    {
        if (author is { } name && (name.Length is 0 or > MaxAuthorLength || name.Any(char.IsControl)))
            throw new InputException(
                "author", null, $"is no name; allowed are 1 to {MaxAuthorLength} characters on one line");
    }
}
