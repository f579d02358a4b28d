using Bunit;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

/// <summary>Loading, empty, error: designed once, and said to everybody.</summary>
public sealed class StateTests : BunitContext
{
    [Fact]
    public void StatusLook_OfEveryState_IsAWordOfItsOwn()
    {
        Assert.Distinct(Enum.GetValues<ShownStatus>().Select(status => StatusLook.Of(status).Word));
        Assert.Distinct(Enum.GetValues<AttemptStatus>().Select(status => StatusLook.Of(status).Word));
        Assert.Equal("interrupted", StatusLook.Of(RunStatus.Queued, isHeld: true).Word);
        Assert.Equal("completed", StatusLook.Of(RunStatus.Completed, isHeld: true).Word);
    }

    [Fact]
    public void StatusBadge_Always_SaysTheWord()
    {
        var badge = Render<StatusBadge>(parameters =>
            parameters.Add(view => view.Look, StatusLook.Of(ShownStatus.Failed)));

        Assert.Equal("failed", badge.Find(".status").TextContent.Trim());
    }

    [Fact]
    public void ErrorPanel_OfAProblem_SaysWhatWhyAndWhatToDo()
    {
        var panel = Render<ErrorPanel>(parameters => parameters
            .Add(view => view.Problem, new Problem("The run failed", "the loss is not finite", "Lower the rate."))
            .AddChildContent("<button>Retry</button>"));

        Assert.Equal("alert", panel.Find(".error").GetAttribute("role"));
        Assert.Equal("The run failed", panel.Find("h2").TextContent);
        Assert.Equal(
            ["the loss is not finite", "Lower the rate."], panel.FindAll("p").Select(text => text.TextContent));
        Assert.Equal("Retry", panel.Find("button").TextContent);
    }

    [Fact]
    public void EmptyState_WithAnAction_HasItsButton()
    {
        var empty = Render<EmptyState>(parameters => parameters
            .Add(view => view.Title, "No experiments yet").AddChildContent("<button>Launch</button>"));

        Assert.Equal("No experiments yet", empty.Find("h2").TextContent);
        Assert.NotNull(empty.Find("button"));
    }

    [Fact]
    public void Problem_OfAMissingRun_SaysSo() =>
        Assert.Equal("There is no such run", Problem.Of(new RunNotFoundException("x")).Title);

    [Fact]
    public void Problem_OfAnyException_IsOneLine() =>
        Assert.Equal("a b", Problem.Of(new InvalidOperationException("a\nb")).Reason);

    [Fact]
    public void Dialog_Closed_IsNotThere() =>
        Assert.Empty(Render<Dialog>(parameters => parameters
            .Add(view => view.Title, "Cancel?").AddChildContent("text")).FindAll("dialog"));

    [Fact]
    public void Dialog_OpenAndClosedByItsButton_TellsIt()
    {
        bool? isOpen = null;
        var dialog = Render<Dialog>(parameters => parameters
            .Add(view => view.Title, "Cancel?").Add(view => view.IsOpen, true)
            .Add(view => view.IsOpenChanged, open => isOpen = open).AddChildContent("text"));

        dialog.Find("header button").Click();

        Assert.Equal("Cancel?", dialog.Find("h2").TextContent);
        Assert.False(isOpen);
    }
}
