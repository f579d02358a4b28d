using Bunit;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Pages.Operations;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.DeadLetters;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Operations;

public sealed class DeadLetterCardTests : BunitContext
{
    public DeadLetterCardTests()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<Toasts>();
        // In memory: what is asked of it is refused, which the page must say.
        Services.AddSingleton(new DeadLetterOffice(MassTransit.Bus.Factory.CreateUsingInMemory(_ => { })));
        Services.AddSingleton<BrokerMeter>();
    }

    [Fact]
    public void Render_ALetter_ShowsWhatWhyAndItsText()
    {
        var card = Show(Letters());

        Assert.Contains("RenewLease", card.Find("li strong").TextContent);
        Assert.Equal("InvalidOperationException: <b>broken</b>", card.Find(".reason").TextContent);
        Assert.Contains("\"stepKey\"", card.Find("pre").TextContent);
        Assert.Contains("2 more come after these", card.Markup);
    }

    [Theory]
    [InlineData("Replay all", "Replay all messages?", "3 messages are sent to tracker-renew again.")]
    [InlineData("Discard all", "Discard all messages?", "3 messages are removed from tracker-renew_error for good.")]
    [InlineData("Replay", "Replay this message?", "One message is sent to tracker-renew again.")]
    [InlineData("Discard", "Discard this message?", "One message is removed from tracker-renew_error for good.")]
    public void Press_Any_AsksFirst(string button, string title, string text)
    {
        var card = Show(Letters());
        Assert.Empty(card.FindAll("dialog"));

        card.FindAll("button").Single(found => found.TextContent.Trim() == button).Click();

        Assert.Equal(title, card.Find("dialog h2").TextContent);
        Assert.Contains(text, card.Find("dialog p").TextContent);
        card.FindAll("dialog button").Single(found => found.TextContent.Trim() == "Cancel").Click();
        Assert.Empty(card.FindAll("dialog"));
    }

    [Fact]
    public void Confirm_WhatCannotBeDone_SaysWhy()
    {
        var card = Show(Letters());
        card.FindAll("button").Single(found => found.TextContent.Trim() == "Discard all").Click();

        card.FindAll("dialog footer button").Single(found => found.TextContent.Trim() == "Discard").Click();

        card.WaitForAssertion(() => Assert.Contains(
            "tracker-renew_error", Assert.Single(Services.GetRequiredService<Toasts>().Shown).Text));
    }

    [Fact]
    public void Render_InMemory_SaysThatNoneArePutAside() => Assert.Contains(
        "Messages stay in this process", Show(new DeadLetterList { Note = "in memory", Queues = [] }).Markup);

    [Fact]
    public void Render_TheBrokerIsSilent_SaysSo() => Assert.Contains("The broker does not answer", Show(null).Markup);

    private IRenderedComponent<DeadLetterCard> Show(DeadLetterList? letters) =>
        Render<DeadLetterCard>(parameters => parameters.Add(card => card.Letters, letters));

    private static DeadLetterList Letters() => new()
    {
        Note = null,
        Queues =
        [
            new DeadLetterBox
            {
                Name = "tracker-renew_error",
                ReplaysTo = "tracker-renew",
                MessageCount = 3,
                Messages =
                [
                    new DeadLetter
                    {
                        MessageId = "id-1",
                        MessageType = "urn:message:WeakToStrong.Contracts:RenewLease",
                        FailedAt = null,
                        ExceptionType = "System.InvalidOperationException",
                        ExceptionMessage = "<b>broken</b>",
                        Stack = null,
                        Body = """{"stepKey": "a"}""",
                        IsBodyCut = false,
                    },
                ],
            },
        ],
    };
}
