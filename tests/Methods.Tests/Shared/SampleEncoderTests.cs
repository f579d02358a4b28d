using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Tokenization;
using WeakToStrong.Transformer.Tokenization.Chat;

namespace WeakToStrong.Methods.Tests.Shared;

public sealed class SampleEncoderTests
{
    private static readonly Tokenizer Words = BpeTrainer.Train(["a b c d e f g h"], new BpeTrainerOptions
    {
        VocabularySize = 300,
        MinimumFrequency = 1,
        WholeWords = true,
        PreTokenizer = PreTokenizer.WhiteSpace,
        SpecialTokens = ["<eos>"],
        SpecialTokensStripLeft = true,
        Names = new SpecialTokenNames { EndOfSequence = "<eos>" },
    });

    private static readonly Tokenizer ChatWords = WithChatTemplate();

    [Fact]
    public void Response_ThatFits_TargetsAnswerAndEnd()
    {
        var sample = new SampleEncoder(Words, 8).Response("1", "a b", "c d");

        Assert.Equal("a b c d <eos>", Text(sample.Tokens));
        Assert.Equal([false, false, true, true, true], sample.TargetMask);
    }

    [Fact]
    public void Response_ThatEndsItself_EndsOnce() =>
        Assert.Equal("a c <eos>", Text(new SampleEncoder(Words, 8).Response("1", "a", "c <eos>").Tokens));

    [Fact]
    public void Response_OfNothing_IsTheEndAlone() =>
        Assert.Equal("a <eos>", Text(new SampleEncoder(Words, 8).Response("1", "a", "").Tokens));

    [Theory]
    [InlineData("a b c d e f", "g", "c d e f g <eos>", 4)] // the prompt loses its beginning
    [InlineData("a", "b c d e f g h", "a b c d e f", 1)] // the answer its end, and with it the end token
    [InlineData("a b c d e", "f g h a b", "c d e f g h", 3)] // both: half the length is left to the answer
    public void Response_TooLong_IsShortenedOnBothSides(string prompt, string answer, string expected, int promptLength)
    {
        var encoder = new SampleEncoder(Words, 6);
        var sample = encoder.Response("1", prompt, answer);

        Assert.Equal(expected, Text(sample.Tokens));
        Assert.Equal(6 - promptLength, sample.TargetCount);
        Assert.Equal(1, encoder.TruncatedCount);
    }

    [Fact]
    public void Prompt_LongerThanItsLimit_KeepsItsEnd()
    {
        var encoder = new SampleEncoder(Words, 6);

        Assert.Equal("b c", Text(encoder.Prompt("a b c", 2)));
        Assert.Equal("a b c", Text(encoder.Prompt("a b c", 3)));
        Assert.Equal(1, encoder.TruncatedCount);
    }

    [Fact]
    public void Document_WithoutAPrompt_CountsAsAWhole()
    {
        var sample = new SampleEncoder(Words, 4).Document("1", new DocumentRow("", "a b c d e"));

        Assert.Equal("a b c d", Text(sample.Tokens));
        Assert.Equal([false, true, true, true], sample.TargetMask);
    }

    [Fact]
    public void Document_WithAPrompt_CountsTheCompletionAlone()
    {
        var sample = new SampleEncoder(Words, 8).Document("1", new DocumentRow("a b", "c <eos>"));

        Assert.Equal("a b c <eos>", Text(sample.Tokens));
        Assert.Equal([false, false, true, true], sample.TargetMask);
    }

    [Fact]
    public void PreferencePairs_WithIdenticalAnswers_LeaveThemOut()
    {
        LabelRow[] labels = [new("1", "c", "a", "b", "b"), new("2", "c", "a", "b c", "d")];

        var pairs = PreferencePairs.From(labels, PromptTemplates.World, new SampleEncoder(Words, 9));

        var pair = Assert.Single(pairs.Pairs);
        Assert.Equal(1, pairs.IdenticalCount);
        Assert.Equal(("2/chosen", "2/rejected"), (pair.Chosen.Id, pair.Rejected.Id));
        Assert.Equal([pair.Chosen.Length], pairs.Lengths);
        Assert.Equal([pair.Chosen, pair.Rejected], pairs.Samples([0]));
    }

    [Fact]
    public void Response_OfAChat_LearnsWhatTheAssistantSaysInTheCompletion()
    {
        var sample = Chat(200).Response(
            "1", "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant:", "d\n\nHuman: e\n\nAssistant: f");

        Assert.Equal(
            ChatMl("<u>a<e>\n<a>b<e>\n<u>c<e>\n<a>d<e>\n<u>e<e>\n<a>f<e>"), ChatWords.Decode([.. sample.Tokens]));
        Assert.Equal(
            ChatMl("d<e>f<e>"),
            ChatWords.Decode([.. sample.Tokens.Where((_, place) => sample.TargetMask[place])]));
    }

    [Fact]
    public void Prompt_OfAChat_OpensTheAnswer()
    {
        var encoder = Chat(200);

        Assert.Equal(ChatMl("<u>a b<e>\n<a>"), ChatWords.Decode(encoder.Prompt("a b", 200)));
        Assert.Equal(5, encoder.Prompt("a b", 5).Length);
    }

    // Six tokens: the prompt keeps what an answer of two leaves it, and half where the answer is long.
    [Theory]
    [InlineData("g", 4, 2)]
    [InlineData("g h a b c d", 3, 3)]
    public void Response_OfAChatTooLong_IsShortenedOnBothSides(string answer, int ofPrompt, int ofAnswer)
    {
        var whole = Chat(200).Response("1", "a b c d e f", answer);
        var promptLength = whole.TargetMask.TakeWhile(isTarget => !isTarget).Count();
        var encoder = Chat(6);

        var sample = encoder.Response("1", "a b c d e f", answer);

        Assert.Equal(whole.Tokens.Skip(promptLength - ofPrompt).Take(6), sample.Tokens);
        Assert.Equal(ofAnswer, sample.TargetCount);
        Assert.Equal(1, encoder.TruncatedCount);
    }

    private static SampleEncoder Chat(int maxLength) => new(ChatWords, maxLength, ChatFormat.Recognise(ChatWords));

    private static string ChatMl(string text) => text.Replace("<u>", "<|im_start|>user\n")
        .Replace("<a>", "<|im_start|>assistant\n").Replace("<e>", "<|im_end|>");

    private static Tokenizer WithChatTemplate()
    {
        var folder = Directory.CreateTempSubdirectory("chat-tokenizer-");
        TokenizerFiles.Save(
            BpeTrainer.Train(["a"], new BpeTrainerOptions
            {
                VocabularySize = 300,
                SpecialTokens = ["<|im_start|>", "<|im_end|>"],
                Names = new SpecialTokenNames { EndOfSequence = "<|im_end|>" },
            }),
            folder.FullName);
        File.WriteAllText(
            Path.Combine(folder.FullName, "chat_template.jinja"),
            """{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}""");
        var tokenizer = TokenizerFiles.Load(folder.FullName);
        folder.Delete(recursive: true);
        return tokenizer;
    }

    // A word that follows a space is a token with the mark of that space.
    private static string Text(IEnumerable<int> tokens) =>
        string.Join(' ', tokens.Select(id => Words.IdToToken(id)!.TrimStart('\u0120')));
}
