namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Learns a byte-level vocabulary from text: special tokens, then the 256 bytes, then what is learned. The same texts
/// give the same tokenizer, whatever their order. Ids and merges equal those of Hugging Face's BpeTrainer with the byte
/// alphabet, except that special tokens in the text are cut out before words are counted.
/// </summary>
public static class BpeTrainer
{
    private const int ByteCount = 256;

    /// <summary>Trains a tokenizer; the texts are read once.</summary>
    /// <exception cref="ArgumentException">
    /// The options contradict themselves, or the whole words do not fit.
    /// </exception>
    public static Tokenizer Train(IEnumerable<string> texts, BpeTrainerOptions options)
    {
        Check(options);
        var special = options.SpecialTokens
            .Select((content, id) => new AddedToken
            {
                Id = id, Content = content, Special = true, StripsLeft = options.SpecialTokensStripLeft
            })
            .ToArray();
        var tokens = new TokenList();
        foreach (var token in special)
            tokens.Add(token.Content);
        foreach (var value in ByteAlphabet.InCharacterOrder)
            tokens.Add($"{ByteAlphabet.ToCharacter(value)}");
        var words = WordCounts.Of(texts, special, options.PreTokenizer);
        var merges = options.WholeWords ? AddWords(words, tokens, options) : LearnMerges(words, tokens, options);
        return new Tokenizer(new TokenizerParts
        {
            Model = new BytePairModel(tokens.Index, merges, new BytePairOptions { IgnoresMerges = options.WholeWords }),
            PreTokenizer = options.PreTokenizer,
            AddedTokens = special,
            Names = options.Names,
        });
    }

    private static void Check(BpeTrainerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinimumFrequency, 1);
        var least = options.SpecialTokens.Count + ByteCount;
        if (options.VocabularySize < least || options.VocabularySize > TokenTable.MaximumIds)
            throw new ArgumentException(
                $"vocabulary size {options.VocabularySize}: allowed are {least} (special tokens and bytes) to " +
                $"{TokenTable.MaximumIds}");
        if (options.SpecialTokens.FirstOrDefault(token => token.Length < 2) is { } token)
            throw new ArgumentException($"special token '{token}': must be at least two characters, or it hides text");
        if (options.SpecialTokens.Distinct(StringComparer.Ordinal).Count() != options.SpecialTokens.Count)
            throw new ArgumentException("special tokens: one is stated twice");
        foreach (var (role, name) in options.Names.ByRole)
            if (name is not null && !options.SpecialTokens.Contains(name))
                throw new ArgumentException($"{role} '{name}' is not among the special tokens");
    }

    private static (string, string)[] AddWords(
        IReadOnlyList<(byte[] Bytes, long Count)> words, TokenList tokens, BpeTrainerOptions options)
    {
        foreach (var (bytes, count) in words)
            if (count >= options.MinimumFrequency)
                tokens.Add(ByteAlphabet.ToText(bytes));
        if (tokens.Count > options.VocabularySize)
            throw new ArgumentException(
                $"whole words: {tokens.Count} ids are needed, the vocabulary size is {options.VocabularySize}");
        return [];
    }

    private static IReadOnlyList<(string, string)> LearnMerges(
        IReadOnlyList<(byte[] Bytes, long Count)> words, TokenList tokens, BpeTrainerOptions options)
    {
        var learner = new MergeLearner(words, tokens);
        return learner.Learn(options.VocabularySize, options.MinimumFrequency);
    }
}
