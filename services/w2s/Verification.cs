using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.W2s;

/// <summary>What turned out to be true.</summary>
internal sealed record Verification
{
    public required string File { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string States { get; init; }

    public required string PredicateType { get; init; }

    /// <summary>Id of the run that it is about.</summary>
    public string? Run { get; init; }

    public string? Name { get; init; }

    public string? Verdict { get; init; }

    public string? Level { get; init; }

    public string? Summary { get; init; }

    /// <summary>Folder whose files are those that were signed; null where none was given.</summary>
    public string? Model { get; init; }

    /// <summary>Of an archive.</summary>
    public IReadOnlyList<VerifiedAudit> Audits { get; init; } = [];

    public bool IsArchive => PredicateType == ArchiveIndex.PredicateType;

    public required IReadOnlyList<StatementSubject> Subjects { get; init; }

    public string KeyId { get; init; } = "";

    public bool IsOwnKey { get; init; }

    public static Verification Of(string path, InTotoStatement statement)
    {
        var report = AuditStatement.ReportOf(statement, path);
        return new Verification
        {
            File = path,
            States = StatesOf(statement.PredicateType, report is not null),
            PredicateType = statement.PredicateType,
            Run = report?.Subject,
            Name = report?.Name,
            Verdict = report is null ? null : AuditWords.Of(report.Verdict),
            Level = report is null ? null : AuditWords.Of(report.Level),
            Summary = report?.Summary,
            Subjects = statement.Subjects,
        };
    }

    private static string StatesOf(string predicateType, bool isAudit) => predicateType switch
    {
        AuditStatement.PredicateType when isAudit => "audit of a run",
        ProvenanceStatement.PredicateType => "how a run's artifacts were made",
        ModelSignature.PredicateType => "files of a model",
        _ => "something that is not known here",
    };
}

/// <summary>An audit that came with a run.</summary>
internal sealed record VerifiedAudit(string Id, string Verdict, string Level);
