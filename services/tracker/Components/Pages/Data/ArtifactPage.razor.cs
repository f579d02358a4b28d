using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Data;

/// <summary>One artifact, or one file from outside: what it is, what made it, what used it.</summary>
public sealed partial class ArtifactPage
{
    private const string UnknownText =
        "No step that is known here made it, the store does not have it, and no experiment named such a file.";

    [Parameter]
    public string Digest { get; set; } = "";

    [SupplyParameterFromQuery(Name = "file")]
    private string? File { get; set; }

    [SupplyParameterFromQuery(Name = "rows")]
    private int? RowsPage { get; set; }

    [Inject]
    private ArtifactPageReader Reader { get; set; } = null!;

    protected override object Asked => Query;

    protected override object? Subject => Query.Digest;

    private string? Description => Model?.Maker is { } maker
        ? $"{maker.Output}, made by {maker.Maker.Kind}"
        : Model?.Source?.Path;

    private ArtifactQuery Query => ArtifactQuery.Of(Digest, File, RowsPage);

    private string StateWord => Model!.State switch
    {
        ArtifactState.Whole => "whole",
        ArtifactState.Checking => "being checked",
        ArtifactState.Damaged => "damaged",
        ArtifactState.Removed => "removed",
        _ => SourceLook.Word(Model.Source!.File.State),
    };

    private Tone StateTone => Model!.State switch
    {
        ArtifactState.Whole => Tone.Good,
        ArtifactState.Damaged => Tone.Bad,
        ArtifactState.Removed => Tone.Warn,
        ArtifactState.Outside => SourceLook.Tone(Model.Source!.File.State),
        _ => Tone.Quiet,
    };

    private string? StateTitle => Model!.State switch
    {
        ArtifactState.Whole => "Its bytes have its digest",
        ArtifactState.Checking => "Its bytes are being compared with its digest",
        _ => null,
    };

    private Problem? Trouble => Model switch
    {
        { State: ArtifactState.Damaged } => new(
            "This artifact is damaged", "Its bytes are not those of its digest, so nothing of it is handed out.",
            "Remove its folder from the store and retry a run that has it: the steps that made it are executed again."),
        { State: ArtifactState.Removed } => new(
            "This artifact is no longer in the store", "It was collected as garbage, or is being made again.",
            "Retry or clone a run that has it to make it again; the same steps make the same bytes."),
        { Source.File.State: SourceState.Gone } => new(
            "This file is gone", $"There is no {Model.Source.Path} any more.",
            "Runs whose data was prepared do not need it; a new launch does."),
        { Source: { File.State: SourceState.Outside } source } => new(
            "This file is not read here", $"{source.Path} lies outside the folders for data; {source.Allowed}.",
            "Start the tracker with the folder among its data roots to look into it."),
        { Source.IsSame: false } => new(
            "This file has changed", "It is no longer what the experiments that named it read.",
            "What is shown is the file as it is now; another launch makes new steps of it."),
        _ => null,
    };

    protected override Task<ArtifactModel> LoadAsync(CancellationToken cancellationToken) =>
        Reader.ReadAsync(Query, cancellationToken);

    private Task<PreviewRow?> ReadRowAsync(int number) => Reader.RowAsync(Model!, number, CancellationToken.None);

    private void ChooseFile(string file) => Navigation.Choose(("file", file), ("rows", null));

    private void Turn(int page) =>
        Navigation.Choose(("rows", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null));
}
