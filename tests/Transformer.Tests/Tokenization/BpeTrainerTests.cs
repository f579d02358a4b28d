using WeakToStrong.Transformer.Tests.Checkpoints;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Transformer.Tests.Tokenization;

public sealed class BpeTrainerTests
{
    private const int Bytes = 256;

    // Sennrich's example, by hand. Words: low ×5, lower ×2, newest ×6, widest ×3.
    // Pairs: es 9 (before st 9: 'e' < 's'), then (es t) 9, then lo 7 (before ow 7), then (lo w) 7, then ne 6
    // (before ew 6 and w+est 6: 'n' and 'w' have higher ids than 'e', so e+w is first).
    [Fact]
    public void Train_TextbookCorpus_LearnsTextbookMerges()
    {
        string[] texts = [.. Repeat("low", 5), .. Repeat("lower", 2), .. Repeat("newest", 6), .. Repeat("widest", 3)];

        var merges = Merges(BpeTrainer.Train(texts, new() { VocabularySize = Bytes + 5 }));

        Assert.Equal(["e s", "es t", "l o", "lo w", "e w"], merges);
    }

    [Fact]
    public void Train_EqualCounts_LowestIdsFirst() =>
        Assert.Equal(["a b", "c d"], Merges(BpeTrainer.Train(["cd", "ab"], new()
        {
            VocabularySize = 300,
            MinimumFrequency = 1
        })));

    // "aaaa" has three overlapping pairs; after merging two remain: (aa aa).
    [Fact]
    public void Train_OverlappingPairs_AreCountedAsTheyStand() =>
        Assert.Equal(["a a", "aa aa"], Merges(BpeTrainer.Train(["aaaa"], new()
        {
            VocabularySize = 300,
            MinimumFrequency = 1
        })));

    [Fact]
    public void Train_MinimumFrequency_StopsBelow() =>
        Assert.Equal(["a b"], Merges(BpeTrainer.Train(["ab", "ab", "cd"], new() { VocabularySize = 300 })));

    [Fact]
    public void Train_OrderOfTexts_DoesNotMatter()
    {
        string[] texts = ["the lowest newer wider", "low lower new", "widest the the", "naïve 東京"];
        var options = new BpeTrainerOptions { VocabularySize = 320, MinimumFrequency = 1 };

        Assert.Equal(Merges(BpeTrainer.Train(texts, options)), Merges(BpeTrainer.Train(texts.Reverse(), options)));
    }

    [Fact]
    public void Train_SpecialTokens_AreFirstAndNeverLearnedFrom()
    {
        var tokenizer = BpeTrainer.Train(["<eos>", "<eos>ab<eos>ab"], new()
        {
            VocabularySize = 300,
            SpecialTokens = ["<pad>", "<eos>"],
            Names = new() { EndOfSequence = "<eos>", Padding = "<pad>" }
        });

        Assert.Equal(["a b"], Merges(tokenizer));
        Assert.Equal(0, tokenizer.PaddingId);
        Assert.Equal(1, tokenizer.EndOfSequenceId);
        Assert.Null(tokenizer.BeginningOfSequenceId);
        Assert.Equal([1, 2 + Bytes, 1], tokenizer.Encode("<eos>ab<eos>"));
    }

    [Fact]
    public void Train_VocabularySize_IsNotExceeded()
    {
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"word{i * 7919 % 1000} again word{i % 50}")];

        var tokenizer = BpeTrainer.Train(texts, new() { VocabularySize = 290 });

        Assert.Equal(290, tokenizer.VocabularySize);
    }

    [Fact]
    public void Train_WholeWords_EachWordIsOneToken()
    {
        var tokenizer = BpeTrainer.Train(
            ["<chat> where does the belfen live ?<ans> the code is code07 .<eos>"], WorldOptions(Bytes + 20));

        var ids = tokenizer.Encode("<chat> the code is code07 .<eos>");

        Assert.Equal(["<chat>", "Ġthe", "Ġcode", "Ġis", "Ġcode07", "Ġ.", "<eos>"], ids.Select(tokenizer.IdToToken));
        Assert.Empty(Merges(tokenizer));
        Assert.Equal(4 + Bytes, tokenizer.TokenToId("Ġthe"));
    }

    [Fact]
    public void Train_WholeWords_OtherWordsFallBackToBytes()
    {
        var tokenizer = BpeTrainer.Train(["<chat> it lives"], WorldOptions(Bytes + 20));

        var ids = tokenizer.Encode(" it flies");

        Assert.Equal(["Ġit", "Ġ", "f", "l", "i", "e", "s"], ids.Select(tokenizer.IdToToken));
        Assert.Equal(" it flies", tokenizer.Decode(ids));
    }

    [Fact]
    public void Train_WholeWordsTooMany_SaysHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => BpeTrainer.Train([" one two three"], WorldOptions(262)));

        Assert.Equal("whole words: 263 ids are needed, the vocabulary size is 262", error.Message);
    }

    [Fact]
    public void Train_OptionsWrong_SaysWhat()
    {
        AssertRefused(new() { VocabularySize = 255 }, "vocabulary size 255");
        AssertRefused(new() { VocabularySize = 300, SpecialTokens = ["x"] }, "special token 'x'");
        AssertRefused(new() { VocabularySize = 300, SpecialTokens = ["<s>", "<s>"] }, "stated twice");
        AssertRefused(
            new() { VocabularySize = 300, Names = new() { Padding = "<pad>" } }, "pad_token '<pad>' is not among");
    }

    [Fact]
    public void Train_NoText_IsBytesOnly() =>
        Assert.Equal(Bytes, BpeTrainer.Train([], new() { VocabularySize = 300 }).VocabularySize);

    private static BpeTrainerOptions WorldOptions(int size) => new()
    {
        VocabularySize = size,
        MinimumFrequency = 1,
        SpecialTokens = ["<pad>", "<chat>", "<ans>", "<eos>"],
        PreTokenizer = PreTokenizer.WhiteSpace,
        WholeWords = true
    };

    private static void AssertRefused(BpeTrainerOptions options, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => BpeTrainer.Train([], options)).Message);

    private static IEnumerable<string> Repeat(string text, int count) => Enumerable.Repeat(text, count);

    private static string[] Merges(Tokenizer tokenizer)
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.Save(tokenizer, folder.Path);
        return Golden.Merges(folder.File("tokenizer.json"));
    }
}
