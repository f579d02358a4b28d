using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>What the list shows: what its address says.</summary>
public sealed record DataQuery(DataTab Tab, string Text, ArtifactKind? Kind, int Page)
{
    public const int PageSize = 50;

    public int Skipped => (Page - 1) * PageSize;

    public static DataQuery Of(string? tab, string? text, string? kind, int? page) => new(
        string.Equals(tab, "files", StringComparison.Ordinal) ? DataTab.Files : DataTab.Artifacts,
        text?.Trim() ?? "",
        Enum.TryParse<ArtifactKind>(kind, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : null,
        Math.Clamp(page ?? 1, 1, 1_000_000));
}

/// <summary>What steps made, or the files from outside that they read.</summary>
public enum DataTab
{
    Artifacts,
    Files,
}
