using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// Rows under a header that stays: sorted and selected by click or key. It orders nothing itself; who has the rows
/// does, because the table only sees one page of them.
/// </summary>
public sealed partial class DataTable<TRow>
    where TRow : notnull
{
    private readonly List<Column<TRow>> _columns = [];

    /// <summary>The columns, as <see cref="Column{TRow}"/>.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Columns { get; set; }

    /// <summary>Null while they are loaded.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<TRow>? Rows { get; set; }

    [Parameter, EditorRequired]
    public required Func<TRow, string> Key { get; set; }

    /// <summary>What the table is, for those who do not see it.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>What a row is called, for the label of its checkbox.</summary>
    [Parameter]
    public Func<TRow, string>? RowLabel { get; set; }

    [Parameter]
    public Func<TRow, string?>? RowClass { get; set; }

    /// <summary>Shown instead of rows when there are none.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    [Parameter]
    public SortOrder? Sort { get; set; }

    [Parameter]
    public EventCallback<SortOrder> SortChanged { get; set; }

    [Parameter]
    public IReadOnlySet<string>? Selected { get; set; }

    /// <summary>Set: rows can be selected.</summary>
    [Parameter]
    public EventCallback<IReadOnlySet<string>> SelectedChanged { get; set; }

    /// <summary>Rows that can be selected together, those of other pages counted.</summary>
    [Parameter]
    public int MaxSelected { get; set; } = int.MaxValue;

    [Parameter]
    public int SkeletonCount { get; set; } = 8;

    /// <summary>Scrolls inside itself once it is higher than the window.</summary>
    [Parameter]
    public bool IsTall { get; set; }

    private bool IsSelectable => SelectedChanged.HasDelegate;

    private bool IsFull => Selected?.Count >= MaxSelected;

    private IEnumerable<Column<TRow>> Shown => _columns.Where(column => !column.IsHidden);

    private bool AreAllSelected => Rows is { Count: > 0 } && Rows.All(row => IsSelected(Key(row)));

    internal void Add(Column<TRow> column) => _columns.Add(column);

    internal void Remove(Column<TRow> column) => _columns.Remove(column);

    private bool IsSelected(string key) => Selected?.Contains(key) ?? false;

    private bool IsSortedBy(Column<TRow> column) => column.Sort is not null && column.Sort == Sort?.By;

    private string? SortOf(Column<TRow> column) =>
        !IsSortedBy(column) ? null : Sort!.IsDescending ? "descending" : "ascending";

    private IconName ArrowOf(Column<TRow> column) =>
        IsSortedBy(column) && !Sort!.IsDescending ? IconName.Up : IconName.Down;

    // The first click sorts as the column reads best; the next ones turn it around.
    private Task SortByAsync(Column<TRow> column) =>
        SortChanged.InvokeAsync(IsSortedBy(column)
            ? Sort! with { IsDescending = !Sort.IsDescending }
            : new SortOrder(column.Sort!, column.IsDescendingFirst));

    private Task SelectAsync(string key, bool isSelected)
    {
        var selected = new HashSet<string>(Selected ?? new HashSet<string>(), StringComparer.Ordinal);
        if (isSelected)
            selected.Add(key);
        else
            selected.Remove(key);
        return SelectedChanged.InvokeAsync(selected);
    }

    // Rows of other pages stay as they are.
    private Task SelectAllAsync(ChangeEventArgs change)
    {
        var selected = new HashSet<string>(Selected ?? new HashSet<string>(), StringComparer.Ordinal);
        var shown = (Rows ?? []).Select(Key);
        if (change.Value is true)
            selected.UnionWith(shown.Except(selected).Take(MaxSelected - selected.Count).ToArray());
        else
            selected.ExceptWith(shown);
        return SelectedChanged.InvokeAsync(selected);
    }
}
