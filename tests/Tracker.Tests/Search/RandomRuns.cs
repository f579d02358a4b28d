using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Tests.Search;

/// <summary>Runs with few different values, so that searches find some and comparisons meet their limits.</summary>
internal sealed class RandomRuns(SplitMix64 random, DateTimeOffset now)
{
    private static readonly double[] Numbers = [0, 0.05, 0.1, 0.3, 1, 3];
    private static readonly string[] Names = ["Quickstart", "quick-2", "hh.harmless", "sweep_A"];
    private static readonly string[] Tags = ["baseline", "paper", "straße", "50% off"];
    private static readonly string?[] Authors = ["Ada", "BJÖRN", null];
    private static readonly string[] Others = ["base", "supervisor", "ceiling", "tokenizer"];

    /// <summary>Steps that several runs may have, with the metrics of each.</summary>
    public IReadOnlyList<StepSeries> Series(int steps) =>
        [
            .. Enumerable.Range(0, steps).SelectMany(step => new[] { "loss", "rewards/margins", "a.b" }
                .Where(_ => random.NextBelow(3) > 0)
                .Select(name => new StepSeries
                {
                    StepKey = StepKey(step),
                    Name = name,
                    PointCount = 1,
                    FirstAt = 1,
                    LastAt = 1,
                    Last = Maybe(Number),
                    Min = Maybe(Number),
                    Max = Maybe(Number),
                    IsHot = false,
                })),
        ];

    public static string StepKey(int step) => $"step-{step:00}";

    public SearchedRun Next(int steps)
    {
        var options = Options();
        var methods = options.Sections.Where(section => section.Method is not null)
            .Select(section => section.Method!).ToArray();
        return new SearchedRun
        {
            Run = Run(),
            Options = options,
            Tags = [.. Tags.Where(_ => random.NextBelow(3) == 0)],
            Results =
            [
                .. methods.Concat(Others[..3]).Where(_ => random.NextBelow(3) > 0).Select(Result),
            ],
            Steps = Enumerable.Range(0, steps).Where(_ => random.NextBelow(3) == 0)
                .ToDictionary(StepKey, _ => Pick([.. methods, .. Others])),
        };
    }

    private Run Run()
    {
        var created = Moment(now.AddDays(-random.NextBelow(12)));
        DateTimeOffset? started = random.NextBelow(4) == 0 ? null : created.AddMinutes(random.NextBelow(3));
        DateTimeOffset? finished = started is null || random.NextBelow(3) == 0
            ? null
            : started.Value.AddMinutes(5 * random.NextBelow(4));
        var author = Authors[random.NextBelow(Authors.Length)];
        return new Run
        {
            Author = author,
            AuthorFolded = author is null ? null : OptionFact.Folded(author),
            Id = new Guid([.. BitConverter.GetBytes(random.Next()), .. BitConverter.GetBytes(random.Next())]),
            Name = Pick(Names),
            Task = Pick(["correction", "fake"]),
            ExperimentText = "name: x",
            ReportStepKey = "report",
            Status = Pick(Enum.GetValues<RunStatus>()),
            CreatedAt = created,
            StartedAt = started,
            FinishedAt = finished,
            HeldAt = random.NextBelow(3) == 0 ? started : null,
        };
    }

    /// <summary>Often the first or last millisecond of a day.</summary>
    private DateTimeOffset Moment(DateTimeOffset day) => random.NextBelow(4) switch
    {
        0 => new DateTimeOffset(day.Date, TimeSpan.Zero),
        1 => new DateTimeOffset(day.Date, TimeSpan.Zero).AddMilliseconds(-1),
        _ => day.AddMilliseconds(random.NextBelow(86_400_000)),
    };

    private ExperimentOptions Options() => new()
    {
        Sections =
        [
            new OptionSection { Method = null, Options = Many("seeds", () => random.NextBelow(4)) },
            new OptionSection
            {
                Method = null,
                Options =
                [
                    .. Some(() => Numeric("labeling.temperature", Number())),
                    .. Some(() => Word("labeling.note", Pick(["Alpha", "alphabet", "50%_", "ΑΛΦΑ"]))),
                ],
            },
            .. new[] { "sft", "dpo", "ipo", "dpo.v2" }.Where(_ => random.NextBelow(2) == 0).Select(Method),
        ],
    };

    private OptionSection Method(string name) => new()
    {
        Method = name,
        Options =
        [
            Word("method", Pick(["sft", "dpo"])),
            .. Some(() => Numeric("beta", Number())),
            .. Some(() => random.NextBelow(2) == 0 ? Numeric("start", Number()) : Word("start", Pick(["base", "3"]))),
        ],
    };

    private SystemSummary Result(string system) => new()
    {
        System = system,
        Quality = Interval(),
        Helpfulness = Interval(),
        Harmlessness = Interval(),
        Pgr = random.NextBelow(3) == 0 ? null : Interval(),
        MeanGainOverMeanGap = Maybe(Number),
    };

    private MeanInterval Interval() =>
        SearchedRun.Interval(Number(), Maybe(() => 0.1), 1 + random.NextBelow(3));

    private IReadOnlyList<OptionValue> Many(string path, Func<double> number) =>
        [.. Enumerable.Range(0, random.NextBelow(4)).Select(_ => Numeric(path, number()))];

    private IEnumerable<OptionValue> Some(Func<OptionValue> option) => random.NextBelow(3) == 0 ? [] : [option()];

    private static OptionValue Numeric(string path, double value) => new(path, "", value);

    private static OptionValue Word(string path, string text) => new(path, text, null);

    private double Number() => Pick(Numbers);

    private double? Maybe(Func<double> number) => random.NextBelow(4) == 0 ? null : number();

    private T Pick<T>(T[] values) => values[random.NextBelow(values.Length)];
}
