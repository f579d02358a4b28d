using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

/// <summary>Tags and notes that two people change at once: what one did not see stays.</summary>
public sealed class AnnotationEditorTests : BunitContext
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Tag_AddedAndRemovedWhereAnotherIsNotShownYet_LeavesThatOne()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var runId = await LaunchAsync(tracker);
        var tags = tracker.Get<Tags>();
        await tags.SetAsync(runId, ["mine", "theirs"], default);
        var editor = Render<TagEditor>(parameters => parameters
            .Add(view => view.RunId, runId).Add(view => view.Tags, ["mine"]));

        editor.Find("form input").Input("New");
        await editor.Find("form").SubmitAsync();
        Assert.Equal(["mine", "new", "theirs"], (await tags.OfAsync([runId], default))[runId]);
        await editor.Find("[aria-label='Remove the tag mine']").ClickAsync(new());

        Assert.Equal(["new", "theirs"], (await tags.OfAsync([runId], default))[runId]);
        Assert.Equal(["new", "theirs"], editor.FindAll("li a").Select(tag => tag.TextContent));
    }

    [Fact]
    public async Task Note_ChangedByAnotherWhileItIsEdited_IsShownBeforeItIsReplaced()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var runId = await LaunchAsync(tracker);
        var notes = tracker.Get<RunNotes>();
        await notes.SetAsync(runId, "first", default);
        var editor = Render<NoteEditor>(parameters => parameters
            .Add(view => view.RunId, runId).Add(view => view.Note, "first"));

        await PressAsync(editor, "Edit");
        editor.Find("textarea").Input("mine");
        await notes.SetAsync(runId, "theirs", default);
        await PressAsync(editor, "Save");

        Assert.Equal("theirs", await notes.OfAsync(runId, default));
        Assert.Contains("theirs", editor.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("mine", editor.Find("textarea").GetAttribute("value"));

        await PressAsync(editor, "Save");
        Assert.Equal("mine", await notes.OfAsync(runId, default));
        Assert.Empty(editor.FindAll("textarea"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _store.Dispose();
    }

    private static Task PressAsync(IRenderedComponent<NoteEditor> editor, string text) =>
        editor.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync(new());

    private Task<Guid> LaunchAsync(TestTracker tracker)
    {
        Services.AddSingleton(tracker.Get<Tags>());
        Services.AddSingleton(tracker.Get<RunNotes>());
        Services.AddSingleton(new Toasts(tracker.Clock));
        var plan = _store.Plan();
        plan.Prepare();
        return tracker.LaunchAsync(plan.Request());
    }
}
