using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

/// <summary>A box whose page passes on what it was told, in its own time.</summary>
public sealed class TextBoxTests : BunitContext
{
    private readonly List<string> _told = [];

    public TextBoxTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Value_OfWhatWasToldBefore_DoesNotUndoWhatWasTypedSince()
    {
        var box = Box("");
        box.Find("input").Change("sta");
        box.Find("input").Change("status");

        Give(box, "sta");
        Assert.Equal("status", Shown(box));

        Give(box, "status");
        Assert.Equal("status", Shown(box));
        Assert.Equal(["sta", "status"], _told);
    }

    [Fact]
    public void Value_GivenAgain_LeavesWhatIsTyped()
    {
        var box = Box("name");
        box.Find("input").Input("names");

        Give(box, "name");

        Assert.Equal("names", Shown(box));
    }

    [Fact]
    public void Value_FromElsewhere_IsShown()
    {
        var box = Box("");
        box.Find("input").Change("status");

        Give(box, "created");
        Assert.Equal("created", Shown(box));

        // What was told before that does not come any more.
        Give(box, "status");
        Assert.Equal("status", Shown(box));
    }

    private static string? Shown(IRenderedComponent<TextBox> box) => box.Find("input").GetAttribute("value");

    private static void Give(IRenderedComponent<TextBox> box, string value) =>
        box.Render(parameters => parameters.Add(view => view.Value, value));

    private IRenderedComponent<TextBox> Box(string value) => Render<TextBox>(parameters => parameters
        .Add(view => view.Value, value)
        .Add(view => view.ValueChanged, text => _told.Add(text)));
}
