using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>Everything that steps made, and every file from outside that they read.</summary>
public sealed partial class DataPage
{
    private const string ArtifactsTab = "artifacts";
    private const string FilesTab = "files";

    private static readonly IReadOnlyList<TabItem> Views =
        [new(ArtifactsTab, "Artifacts"), new(FilesTab, "Data files")];

    private static readonly IReadOnlyList<Choice<ArtifactKind?>> Kinds =
    [
        new(null, "All kinds"),
        .. Enum.GetValues<ArtifactKind>().Select(kind => new Choice<ArtifactKind?>(kind, KindLook.Plural(kind))),
    ];

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "filter")]
    private string? Filter { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    [Inject]
    private DataListReader Reader { get; set; } = null!;

    protected override object Asked => Query;

    private DataQuery Query => DataQuery.Of(Tab, Filter, Kind, PageNumber);

    private string SearchLabel => Query.Tab == DataTab.Files ? "Filter files" : "Filter artifacts";

    private string SearchHint => Query.Tab == DataTab.Files
        ? "Part of a path, or a digest"
        : "Run, step kind, output or digest";

    private string NothingText => (Query.Text.Length > 0, Query.Kind) switch
    {
        (true, { } kind) => $"None of the {KindLook.Plural(kind).ToLowerInvariant()} fits “{Filter}”.",
        (false, { } kind) => $"There are no {KindLook.Plural(kind).ToLowerInvariant()} here yet.",
        _ => $"No artifact fits “{Filter}”.",
    };

    protected override Task<DataList> LoadAsync(CancellationToken cancellationToken) =>
        Reader.ReadAsync(Query, cancellationToken);

    private void Show(string tab) => Navigation.Choose(
        ("tab", tab == ArtifactsTab ? null : tab), ("filter", null), ("kind", null), ("page", null));

    private void Search(string text) => Navigation.Choose(("filter", text), ("page", null));

    private void Narrow(ArtifactKind? kind) =>
        Navigation.Choose(("kind", kind?.ToString().ToLowerInvariant()), ("page", null));

    private void ShowAll() => Navigation.Choose(("filter", null), ("kind", null), ("page", null));

    private void Turn(int page) =>
        Navigation.Choose(("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));
}
