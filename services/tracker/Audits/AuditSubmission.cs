using System.ComponentModel.DataAnnotations;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Tracker.Api.Launching;

namespace WeakToStrong.Tracker.Audits;

/// <summary>How far a run is to be audited, as somebody asks for it.</summary>
public sealed record AuditSubmission
{
    public const int MaxUpdates = 1_000_000;
    public const int MaxLabelParts = 1_000_000;
    public const int MaxThreads = 256;

    public AuditLevel Level { get; init; } = AuditLevel.Full;

    /// <summary>Updates that are made again from a checkpoint; 20 where it is not given.</summary>
    [Range(1, MaxUpdates)]
    public int? Updates { get; init; }

    /// <summary>One of so many parts of the weak labels is generated again; 1: all. 8 where it is not given.</summary>
    [Range(1, MaxLabelParts)]
    public int? LabelParts { get; init; }

    /// <summary>Another number of threads than the recorded one: equality is then within the tolerance.</summary>
    [Range(1, MaxThreads)]
    public int? Threads { get; init; }

    /// <summary>Relative difference that counts as equal where the environment decides other bits; 0.001.</summary>
    [Range(0d, 1d)]
    public double? Tolerance { get; init; }

    /// <summary>Who asks for it, for people; proves nothing.</summary>
    [MaxLength(ExperimentSubmission.MaxAuthorLength)]
    public string? Author { get; init; }

    /// <exception cref="InputException">A value is outside what is allowed.</exception>
    public void Check()
    {
        Check("updates", Updates, MaxUpdates);
        Check("labelParts", LabelParts, MaxLabelParts);
        Check("threads", Threads, MaxThreads);
        if (Tolerance is not (null or (> 0 and <= 1)))
            throw new InputException("tolerance", null, $"is {Tolerance}; allowed is more than 0, to 1");
        ExperimentSubmission.CheckAuthor(Author);
    }

    /// <summary>What is asked for, over what an audit does by itself.</summary>
    internal AuditRequest On(AuditRequest request) => request with
    {
        Level = Level,
        ReplayUpdates = Updates ?? request.ReplayUpdates,
        LabelParts = LabelParts ?? request.LabelParts,
        Threads = Threads,
        Tolerance = Tolerance ?? request.Tolerance,
    };

    private static void Check(string name, int? value, int most)
    {
        if (value < 1 || value > most)
            throw new InputException(name, null, $"is {value}; allowed is 1 to {most}");
    }
}
