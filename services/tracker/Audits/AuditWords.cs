using System.Text.Json;
using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Audits;

/// <summary>Levels and verdicts as people write and read them.</summary>
public static class AuditWords
{
    /// <summary>All levels, the cheapest first.</summary>
    public static string Levels { get; } = string.Join(", ", Enum.GetValues<AuditLevel>().Select(Of));

    public static string Of(AuditLevel level) => level.ToString().ToLowerInvariant();

    public static string Of(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Reproduced => "reproduced",
        AuditVerdict.WithinTolerance => "within tolerance",
        AuditVerdict.Diverged => "diverged",
        _ => "incomplete",
    };

    /// <summary>row order, for <see cref="FindingKind.RowOrder"/>.</summary>
    public static string Of(FindingKind kind) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()).Replace('-', ' ');

    /// <summary>Null for a word that is none.</summary>
    public static AuditLevel? FindLevel(string word)
    {
        foreach (var level in Enum.GetValues<AuditLevel>())
            if (Of(level) == word)
                return level;
        return null;
    }
}
