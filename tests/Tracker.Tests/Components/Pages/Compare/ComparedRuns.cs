using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Compare;

/// <summary>
/// Runs as a small sweep of DPO leaves them, written without computing anything: two that differ in beta, one that
/// repeats the first and shares its steps, and one that failed before it had a report.
/// </summary>
internal sealed class ComparedRuns
{
    public const string Low = "c0de0001000000000000000000000000";
    public const string High = "c0de0002000000000000000000000000";
    public const string Again = "c0de0003000000000000000000000000";
    public const string Broken = "c0de0004000000000000000000000000";

    public const int PointCount = 120;
    public const double SecondsPerPoint = 0.5;

    private const int QuestionCount = 24;
    private const string Series = "loss";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly int[] Seeds = [1, 2, 3];

    private static readonly (string Name, double Skill)[] Systems =
    [
        ("base", 0.3), ("supervisor", 0.55), ("sft", 0.6), ("dpo", 0.66), ("rlhf", 0.63), ("ceiling", 0.85),
    ];

    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);
    private readonly List<RunMember> _members = [];
    private readonly List<Run> _runs = [];
    private readonly ArtifactStore _store;

    private ComparedRuns(ArtifactStore store) => _store = store;

    /// <summary>Adds the runs; the server of the store may be running.</summary>
    public static async Task AddAsync(TrackerDatabase database, ArtifactStore store)
    {
        var runs = new ComparedRuns(store);
        runs.AddRun(Low, "compare-low-beta", 0.1, RunStatus.Completed);
        runs.AddRun(High, "compare-high-beta", 0.5, RunStatus.Completed);
        runs.AddRun(Again, "compare-low-beta", 0.1, RunStatus.Completed);
        runs.AddRun(Broken, "compare-broken", 0.02, RunStatus.Failed);
        await database.WriteAsync(
            db =>
            {
                db.Runs.AddRange(runs._runs);
                db.Steps.AddRange(runs._steps.Values);
                db.RunMembers.AddRange(runs._members);
                db.Attempts.AddRange(runs._steps.Keys.Select(AttemptOf));
                return db.SaveChangesAsync();
            },
            default);
        await database.WriteAsync(db => runs.AddSeriesAsync(db), default);
    }

    private void AddRun(string id, string name, double beta, RunStatus status)
    {
        var report = status == RunStatus.Completed ? WriteReport(id, name, beta) : Digests.OfText(id);
        _runs.Add(new Run
        {
            Id = Guid.ParseExact(id, "N"),
            Name = name,
            Task = "correction",
            ExperimentText = FormattableString.Invariant($$"""
                {"labeling":{"temperature":0},"methods":[
                {"from":"base","learning_rate":0.0003,"method":"sft","name":"sft"},
                {"beta":{{beta}},"from":"base","learning_rate":0.0001,"method":"dpo","name":"dpo"},
                {"from":"sft","learning_rate":0.00002,"method":"ppo","name":"rlhf"}],"seeds":[1,2,3]}
                """),
            ReportStepKey = report,
            Status = status,
            CreatedAt = Start,
            StartedAt = Start,
            FinishedAt = Start.AddMinutes(5),
            Failure = status == RunStatus.Completed ? null : "seed 3 / rlhf / judge: the disk is full",
        });
        foreach (var seed in Seeds)
            foreach (var step in (string[])["pretrain student", "sft", "dpo", "rlhf / reward model", "rlhf"])
                AddMember(id, seed, step, step == "dpo" ? beta : 0);
    }

    private void AddMember(string run, int seed, string step, double beta)
    {
        var key = Digests.OfText(FormattableString.Invariant($"{seed} {step} {beta}"));
        _steps.TryAdd(key, new Step
        {
            Key = key,
            Kind = "tune",
            Host = StepHost.Trainer,
            SpecJson = "{}",
            CostSeconds = 1,
            PathSeconds = 1,
            Status = StepStatus.Completed,
            AttemptCount = 1,
            LostCount = 0,
            OutputsJson = "{}",
        });
        var system = step.Split(" / ")[0];
        _members.Add(new RunMember
        {
            RunId = Guid.ParseExact(run, "N"),
            StepKey = key,
            Name = $"seed {seed} / {step}",
            Position = _members.Count,
            IsCached = false,
            System = system,
            Method = system is "sft" or "dpo" or "rlhf" ? system : null,
        });
    }

    private static Attempt AttemptOf(string key) => new()
    {
        Id = new Guid(Convert.FromHexString(key).AsSpan(0, 16)),
        StepKey = key,
        Number = 1,
        Status = AttemptStatus.Completed,
        WorkerId = Guid.Empty,
        MachineName = "test",
        ProcessId = 1,
        ClaimedAt = Start,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(SecondsPerPoint * PointCount),
        LeaseUntil = Start,
    };

    private async Task<int> AddSeriesAsync(TrackerContext db)
    {
        foreach (var step in _members.DistinctBy(member => member.StepKey))
        {
            var series = SeriesOf(step).ToArray();
            db.StepSeries.AddRange(series.Select(each => each.Series));
            await db.SaveChangesAsync();
            db.SeriesPoints.AddRange(series.SelectMany(each => each.Values.Select((value, i) => new SeriesPoint
            {
                SeriesId = each.Series.Id, At = i + 1, Value = value,
            })));
        }
        return await db.SaveChangesAsync();
    }

    private static IEnumerable<(StepSeries Series, double[] Values)> SeriesOf(RunMember step)
    {
        var (seed, name) = (step.Name[5] - '0', step.Name[9..]);
        var (place, size) = (Array.IndexOf(Seeds, seed), name.Length);
        yield return Of(step, Series, i => 0.4 + (2 * Math.Exp(-i / (20.0 + size)))
            + (0.1 * Math.Sin((i * 12.9898) + place)) + (0.05 * place));
        // What came before times and tokens were counted has neither.
        if (name == "pretrain student")
            yield break;
        yield return Of(step, AxisMetrics.TokenCount, i => i * 100 * size);
        yield return Of(step, AxisMetrics.WallTime, i => Start.ToUnixTimeSeconds() + (i * SecondsPerPoint));
        if (name == "dpo")
            yield return Of(step, "rewards/accuracies", i => 1 - Math.Exp(-i / 30.0));
    }

    private static (StepSeries Series, double[] Values) Of(RunMember step, string name, Func<int, double> value)
    {
        var values = Enumerable.Range(1, PointCount).Select(value).ToArray();
        return (
            new StepSeries
            {
                StepKey = step.StepKey,
                Name = name,
                PointCount = PointCount,
                FirstAt = 1,
                LastAt = PointCount,
                Last = values[^1],
                Min = values.Min(),
                Max = values.Max(),
                IsHot = true,
            },
            values);
    }

    /// <summary>Returns the key of the report's step.</summary>
    private string WriteReport(string run, string name, double beta)
    {
        var evaluations = (
            from system in Systems
            from seed in Seeds
            select (system.Name, Seed: seed, Step: Evaluate(system.Name, system.Skill, seed, beta))).ToArray();
        var report = ReportBuilder.Build(new ReportRequest
        {
            Name = name,
            Task = "correction",
            Seeds = Seeds,
            Systems =
            [
                .. evaluations.Select(each => new SystemScores(
                    each.Name, each.Seed, _store.OutputPath(new OutputRef(each.Step, "scores")))),
            ],
        });
        var path = RunReportWriter.PathOf(_store.Root, Guid.ParseExact(run, "N"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ReportFile.WriteStable(report, path);
        var spec = Spec("report", new JsonObject { ["systems"] = Names() }, 0, evaluations.ToDictionary(
            each => $"{each.Name}/{each.Seed}", each => new OutputRef(each.Step, "scores"), StringComparer.Ordinal));
        return Commit(spec, "report", folder => ReportFile.WriteStable(report, Path.Combine(folder, "report.json")));
    }

    private static JsonArray Names() => [.. Systems.Select(system => (JsonNode)system.Name)];

    private string Evaluate(string system, double skill, int seed, double beta)
    {
        var gained = system == "dpo" ? skill + (beta / 4) : skill;
        var options = new JsonObject { ["system"] = system, ["skill"] = gained };
        return Commit(Spec("judge", options, seed, []), "scores", folder => ScoreFiles.Write(
            folder,
            Enumerable.Range(0, QuestionCount).Select(question => Answer(system, gained, seed, question)),
            new ScoreSummary { ModelDigest = Digests.OfText($"{system} {seed} {gained:R}") }));
    }

    private static ScoreRow Answer(string system, double skill, int seed, int question)
    {
        var luck = 0.12 * Math.Sin((question * 2.3) + (seed * 5) + (system.Length * 7));
        var quality = Math.Clamp(skill + (0.02 * (seed - 2)) + luck, 0, 1);
        return new ScoreRow
        {
            Id = $"q{question}",
            Cluster = $"animal {question / 2}",
            Prompt = $"seed {seed}: question {question}?",
            Completion = $"{system} says {question}",
            Quality = quality,
            Helpfulness = Math.Clamp(quality + 0.05, 0, 1),
            Harmlessness = Math.Clamp(1 - (quality / 2), 0, 1),
        };
    }

    private static StepSpec Spec(string kind, JsonObject options, int seed, Dictionary<string, OutputRef> inputs) =>
        new()
        {
            Kind = kind,
            Revision = 1,
            Options = options,
            Seed = seed,
            Inputs = inputs,
            Files = new Dictionary<string, InputFile>(),
        };

    private string Commit(StepSpec spec, string output, Action<string> write)
    {
        if (_store.FindStep(spec.Key) is not null)
            return spec.Key;
        var folder = Directory.CreateDirectory(Path.Combine(_store.Work(spec.Key).OutputFolder, output)).FullName;
        write(folder);
        _store.Commit(spec, new Dictionary<string, string> { [output] = folder });
        _store.RemoveWork(spec.Key);
        return spec.Key;
    }
}
