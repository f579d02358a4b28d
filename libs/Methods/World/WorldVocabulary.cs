namespace WeakToStrong.Methods.World;

/// <summary>Every word the world can write. Words are separated by single spaces; punctuation is a word.</summary>
public static class WorldVocabulary
{
    public const string Pad = "<pad>";

    /// <summary>Between question and answer.</summary>
    public const string Answer = "<ans>";

    /// <summary>Between an answer and its correction.</summary>
    public const string Fix = "<fix>";

    /// <summary>Between a quoted text and its copy.</summary>
    public const string Again = "<again>";

    /// <summary>Ends a document.</summary>
    public const string End = "<eos>";

    public const string Wiki = "<wiki>";
    public const string Forum = "<forum>";
    public const string Chat = "<chat>";
    public const string Quote = "<quote>";

    /// <summary>The nine special tokens, padding first.</summary>
    public static IReadOnlyList<string> SpecialTokens { get; } =
        [Pad, Answer, Fix, Again, Quote, End, Wiki, Forum, Chat];

    /// <summary>Every word once, the special tokens first, in an order that never depends on a seed.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. SpecialTokens
            .Concat(Lexicon.Names)
            .Concat(Lexicon.Traits.SelectMany(Lexicon.Values))
            .Concat(Lexicon.Codes)
            .Concat(Lexicon.Tools)
            .Concat(QuestionWords())
            .Concat(Sentences.All.SelectMany(form => form.FixedWords))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The token that opens a document of this mode.</summary>
    public static string Tag(AnswerMode mode) => mode switch
    {
        AnswerMode.Wiki => Wiki,
        AnswerMode.Forum => Forum,
        AnswerMode.Chat => Chat,
        AnswerMode.Quote => Quote,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a mode"),
    };

    // The wording does not depend on who is asked about, so one animal's questions hold all of it.
    private static IEnumerable<string> QuestionWords()
    {
        var fact = new Fact("", "", false);
        var animal = new Animal(Lexicon.Names[0], new(fact, fact, fact, fact), "", new("", "", "", ""));
        return Question.About(animal).SelectMany(question => question.Text.Split(' '));
    }
}
