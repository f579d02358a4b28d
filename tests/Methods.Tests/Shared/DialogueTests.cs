using WeakToStrong.Experiments.Data;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Methods.Tests.Shared;

public sealed class DialogueTests
{
    [Theory]
    [InlineData("What is a star?")]
    [InlineData("\n\nHuman: hi")]
    [InlineData("Explain this:\n\nHuman: hi\n\nAssistant:")]
    [InlineData("\n\nAssistant:")]
    public void OfPrompt_WithoutWholeTurns_IsOneQuestion(string prompt) =>
        Assert.Equal([new ChatMessage(ChatRole.User, prompt)], Dialogue.OfPrompt(prompt));

    [Fact]
    public void OfPrompt_Turns_AreMessages() => Assert.Equal(
        [
            new(ChatRole.System, "Be brief."), new(ChatRole.User, "hi"), new(ChatRole.Assistant, "hello\n\nyou"),
            new(ChatRole.User, " two  spaces"),
        ],
        Dialogue.OfPrompt(
            "\n\nSystem: Be brief.\n\nHuman: hi\n\nAssistant: hello\n\nyou\n\nHuman:  two  spaces\n\nAssistant:"));

    [Fact]
    public void OfPrompt_WhatWasWrittenOfTurns_AreThose() => Assert.Equal(
        [new(ChatRole.User, "hi"), new(ChatRole.Assistant, "hello"), new(ChatRole.User, "more")],
        Dialogue.OfPrompt(DialogueText.ToPrompt([("user", "hi"), ("assistant", "hello"), ("user", "more")])));

    [Fact]
    public void OfAnswer_Text_IsOneMessage() =>
        Assert.Equal([new ChatMessage(ChatRole.Assistant, "hello\n\nyou")], Dialogue.OfAnswer("hello\n\nyou"));

    [Fact]
    public void OfAnswer_WithMoreTurns_HasThemAll() => Assert.Equal(
        [new(ChatRole.Assistant, "a"), new(ChatRole.User, "b"), new(ChatRole.Assistant, "c")],
        Dialogue.OfAnswer("a\n\nHuman: b\n\nAssistant: c"));
}
