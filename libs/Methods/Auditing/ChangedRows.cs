using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Says in which way a file of rows has changed.</summary>
internal static class ChangedRows
{
    /// <summary>Of a file from outside, as far as its rows were recorded.</summary>
    public static AuditFinding Of(InputRecord? recorded, string path, string what) =>
        recorded?.Rows.GetValueOrDefault(Path.GetFileName(path)) is { } rows
            ? Between(rows, RowRecord.Of(path), what, FindingKind.Data)
            : new AuditFinding { Kind = FindingKind.Data, Text = $"{what} has changed" };

    public static AuditFinding Between(RowRecord recorded, RowRecord found, string what, FindingKind kind) =>
        recorded.AsSet == found.AsSet
            ? new AuditFinding
            {
                Kind = FindingKind.RowOrder,
                Text = $"{what} has the same {recorded.Count} rows in another order",
            }
            : new AuditFinding
            {
                Kind = kind,
                Text = recorded.Count == found.Count
                    ? $"{what} has other rows: {recorded.Count} as before, not all of them the same"
                    : $"{what} has {found.Count} rows where {recorded.Count} were recorded",
            };
}
