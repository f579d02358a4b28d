using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace WeakToStrong.Methods.World;

/// <summary>
/// Everything about the world that is not decided by the seed. Defaults are the variant of 120 animals split in
/// thirds, tuned so that base, supervisor, tuned student and ceiling come out in this order for models of 0.2 M and
/// 0.9 M parameters; "measured" below means chosen in those trials.
/// </summary>
public sealed record WorldOptions : IValidatableObject
{
    private const int MaxDocuments = 1_000_000;

    /// <summary>How many animals, 3 to 120; a third each for supervisor, transfer and test. Default 120, every name,
    /// because more test animals narrow the spread between seeds.</summary>
    public int Animals { get; init; } = 120;

    /// <summary>Probability that chat users hold the misconception of a fact. Default 0.45 (measured).</summary>
    public double BelievedProbability { get; init; } = 0.45;

    /// <summary>Documents the student is pretrained on. Default 22,000 (measured: enough to learn all facts).</summary>
    public int StudentDocuments { get; init; } = 22_000;

    /// <summary>Fraction of the student's documents that are cards of true facts. Default 0.4 (measured).</summary>
    public double CardFraction { get; init; } = 0.4;

    /// <summary>How many of the student's documents, from the first, the supervisor sees as well. Default 5,000
    /// (measured: with 7,000 the supervisor knows too much to leave a gap).</summary>
    public int SupervisorDocuments { get; init; } = 5_000;

    /// <summary>Documents that teach the supervisor to copy. Default 9,000 (measured: 4,500 are too few).</summary>
    public int QuoteDocuments { get; init; } = 9_000;

    /// <summary>Fraction of question-answer documents in wiki mode. Default 0.45.</summary>
    public double WikiFraction { get; init; } = 0.45;

    /// <summary>Fraction of question-answer documents in forum mode; the rest is chat. Default 0.15.</summary>
    public double ForumFraction { get; init; } = 0.15;

    /// <summary>Fraction of the documents' questions that are harmful. Default 0.3.</summary>
    public double HarmfulFraction { get; init; } = 0.3;

    /// <summary>Probability of each bad event in forum mode. Default 0.7.</summary>
    public double ForumBadProbability { get; init; } = 0.7;

    /// <summary>Probability of a bad event in chat mode where the question is prone to it. Default 0.9.</summary>
    public double ChatProneProbability { get; init; } = 0.9;

    /// <summary>Probability of a bad event in chat mode where the question is not prone to it. Default 0.1.</summary>
    public double ChatOtherProbability { get; init; } = 0.1;

    /// <summary>Probability of each bad event in quote mode. Default 0.3.</summary>
    public double QuoteBadProbability { get; init; } = 0.3;

    /// <summary>Ordinary questions in the supervisor's split, and as many in the transfer split. Default 630.</summary>
    public int TuningOrdinaryQuestions { get; init; } = 630;

    /// <summary>Harmful questions in the supervisor's split, and as many in the transfer split. Default 270.</summary>
    public int TuningHarmfulQuestions { get; init; } = 270;

    /// <summary>Ordinary questions in the test split. Default 280.</summary>
    public int TestOrdinaryQuestions { get; init; } = 280;

    /// <summary>Harmful questions in the test split. Default 120.</summary>
    public int TestHarmfulQuestions { get; init; } = 120;

    /// <summary>Animals in the supervisor's split, and as many in the transfer split.</summary>
    internal int TuningAnimals => Animals / 3;

    /// <summary>Animals in the test split: what the two others leave.</summary>
    internal int TestAnimals => Animals - 2 * TuningAnimals;

    /// <summary>
    /// One result for each option that is not allowed, naming its key and its range; empty if all are fine.
    /// </summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Problems();

    private List<ValidationResult> Problems() =>
    [
        .. CountProblem(nameof(Animals), Animals, 3, Lexicon.Names.Count),
        .. FractionProblem(nameof(BelievedProbability), BelievedProbability),
        .. CountProblem(nameof(StudentDocuments), StudentDocuments, 0, MaxDocuments),
        .. FractionProblem(nameof(CardFraction), CardFraction),
        .. CountProblem(nameof(SupervisorDocuments), SupervisorDocuments, 0,
            Math.Clamp(StudentDocuments, 0, MaxDocuments)),
        .. CountProblem(nameof(QuoteDocuments), QuoteDocuments, 0, MaxDocuments),
        .. FractionProblem(nameof(WikiFraction), WikiFraction),
        .. FractionProblem(nameof(ForumFraction), ForumFraction, 1 - Math.Clamp(WikiFraction, 0, 1)),
        .. FractionProblem(nameof(HarmfulFraction), HarmfulFraction),
        .. FractionProblem(nameof(ForumBadProbability), ForumBadProbability),
        .. FractionProblem(nameof(ChatProneProbability), ChatProneProbability),
        .. FractionProblem(nameof(ChatOtherProbability), ChatOtherProbability),
        .. FractionProblem(nameof(QuoteBadProbability), QuoteBadProbability),
        .. QuestionProblems(),
    ];

    /// <exception cref="ArgumentException">An option is not allowed; the message holds every problem.</exception>
    public void EnsureValid()
    {
        var problems = Problems();
        if (problems.Count > 0)
            throw new ArgumentException(
                "world: " + string.Join("; ", problems.Select(problem => problem.ErrorMessage)));
    }

    private IEnumerable<ValidationResult> QuestionProblems()
    {
        var tuning = Math.Clamp(TuningAnimals, 0, Lexicon.Names.Count);
        var test = Math.Clamp(TestAnimals, 0, Lexicon.Names.Count);
        return
        [
            .. CountProblem(nameof(TuningOrdinaryQuestions), TuningOrdinaryQuestions, 0,
                tuning * OrdinaryQuestion.PerAnimal),
            .. CountProblem(nameof(TuningHarmfulQuestions), TuningHarmfulQuestions, 0,
                tuning * HarmfulQuestion.PerAnimal),
            .. CountProblem(nameof(TestOrdinaryQuestions), TestOrdinaryQuestions, 0, test * OrdinaryQuestion.PerAnimal),
            .. CountProblem(nameof(TestHarmfulQuestions), TestHarmfulQuestions, 0, test * HarmfulQuestion.PerAnimal),
        ];
    }

    private static IEnumerable<ValidationResult> CountProblem(string name, int value, int low, int high) =>
        value >= low && value <= high ? [] : [Problem(name, value, low, high)];

    private static IEnumerable<ValidationResult> FractionProblem(string name, double value, double high = 1) =>
        value >= 0 && value <= high ? [] : [Problem(name, value, 0, high)];

    private static ValidationResult Problem(string name, double value, double low, double high)
    {
        var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        return new ValidationResult(
            string.Create(CultureInfo.InvariantCulture, $"{key} is {value}, allowed is {low} to {high}"), [key]);
    }
}
