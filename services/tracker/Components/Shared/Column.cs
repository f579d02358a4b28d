using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>When a column gives way on a narrow screen.</summary>
public enum ColumnRank
{
    /// <summary>Never.</summary>
    First,

    /// <summary>On a telephone.</summary>
    Second,

    /// <summary>On a small tablet.</summary>
    Later,
}

/// <summary>By which column a list is sorted; <c>-created</c> in an address.</summary>
public sealed record SortOrder(string By, bool IsDescending)
{
    public static SortOrder Parse(string? text, string otherwise)
    {
        var chosen = string.IsNullOrEmpty(text) ? otherwise : text;
        return chosen.StartsWith('-') ? new SortOrder(chosen[1..], true) : new SortOrder(chosen, false);
    }

    public override string ToString() => IsDescending ? $"-{By}" : By;
}

/// <summary>One column of a <see cref="DataTable{TRow}"/>.</summary>
public sealed class Column<TRow> : ComponentBase, IDisposable
    where TRow : notnull
{
    [CascadingParameter]
    private DataTable<TRow> Table { get; set; } = null!;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<TRow> ChildContent { get; set; }

    /// <summary>Set: can be sorted by, under this name.</summary>
    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public bool IsDescendingFirst { get; set; }

    /// <summary>Numbers, which stand to the right.</summary>
    [Parameter]
    public bool IsNumber { get; set; }

    /// <summary>Only as wide as its content.</summary>
    [Parameter]
    public bool IsTight { get; set; }

    /// <summary>Takes what the others leave.</summary>
    [Parameter]
    public bool IsWide { get; set; }

    [Parameter]
    public bool IsHidden { get; set; }

    [Parameter]
    public ColumnRank Rank { get; set; }

    internal string Class => string.Join(' ', Classes());

    public void Dispose() => Table.Remove(this);

    protected override void OnInitialized() => Table.Add(this);

    private IEnumerable<string> Classes()
    {
        if (IsNumber)
            yield return "end";
        if (IsTight)
            yield return "tight";
        if (IsWide)
            yield return "wide";
        if (Rank != ColumnRank.First)
            yield return Rank.ToString().ToLowerInvariant();
    }
}

/// <summary>Renders after what stands before it: by then a table knows its columns.</summary>
public sealed class Deferred : ComponentBase
{
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) =>
        builder.AddContent(0, ChildContent);
}
