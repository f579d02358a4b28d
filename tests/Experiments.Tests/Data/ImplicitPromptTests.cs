using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Experiments.Tests.Data;

public sealed class ImplicitPromptTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    // Both answers begin with "I": the split is behind the mark, not behind what the answers share.
    [InlineData("\n\nHuman: q\n\nAssistant: I do", "\n\nHuman: q\n\nAssistant: I don't",
        "\n\nHuman: q\n\nAssistant:", "I do", "I don't")]
    // The last mark that both share, not the first.
    [InlineData("\n\nHuman: q\n\nAssistant: a\n\nHuman: r\n\nAssistant: x",
        "\n\nHuman: q\n\nAssistant: a\n\nHuman: r\n\nAssistant: y",
        "\n\nHuman: q\n\nAssistant: a\n\nHuman: r\n\nAssistant:", "x", "y")]
    // Only one of the two goes on with another turn: its mark is not shared.
    [InlineData("\n\nHuman: q\n\nAssistant: a\n\nHuman: r\n\nAssistant: x", "\n\nHuman: q\n\nAssistant: a",
        "\n\nHuman: q\n\nAssistant:", "a\n\nHuman: r\n\nAssistant: x", "a")]
    // Equal dialogues still have a prompt.
    [InlineData("\n\nHuman: q\n\nAssistant: a", "\n\nHuman: q\n\nAssistant: a", "\n\nHuman: q\n\nAssistant:", "a", "a")]
    // TRL's example of extract_prompt: the space before the answers is theirs.
    [InlineData("The sky is blue.", "The sky is green.", "The sky is", "blue.", "green.")]
    // Two characters that share their first half are not cut in two.
    [InlineData("q 😀", "q 😁", "q", "😀", "😁")]
    public void Split_Texts_FindsThePrompt(
        string chosen, string rejected, string prompt, string chosenAnswer, string rejectedAnswer)
    {
        var row = Read(System.Text.Json.JsonSerializer.Serialize(new { chosen, rejected }));

        Assert.Equal((prompt, chosenAnswer, rejectedAnswer), (row.Prompt, row.Correction, row.Answer));
    }

    [Fact]
    public void Split_Messages_RendersDialoguesAsHhDoes()
    {
        const string shared =
            """
            {"role": "system", "content": "s"}, {"role": "user", "content": "q"},
            {"role": "assistant", "content": "a"}, {"role": "user", "content": "r"}
            """;
        var row = Read(
            $$"""
            {"chosen": [{{shared}}, {"role": "assistant", "content": "x"}],
            "rejected": [{{shared}}, {"role": "assistant", "content": "y"}]}
            """.ReplaceLineEndings(" "));

        Assert.Equal("\n\nSystem: s\n\nHuman: q\n\nAssistant: a\n\nHuman: r\n\nAssistant:", row.Prompt);
        Assert.Equal(("x", "y"), (row.Correction, row.Answer));
    }

    private DataRow Read(string row) => DataFile.Read(_temp.File("a.jsonl", row), null, 1)[0];
}
