using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>One system's scored answers to the test questions of one seed.</summary>
public sealed record SystemAnswers(string System, int Seed, IReadOnlyList<ScoreRow> Rows);

/// <summary>What an interval says something about.</summary>
public enum IntervalSource
{
    /// <summary>Student t over seeds: had it been trained again.</summary>
    Seeds,

    /// <summary>Bootstrap over clusters of questions: had others been asked. All that one seed can tell.</summary>
    Questions,
}

/// <summary>How one system's answers fare against another's to the same questions.</summary>
public sealed record WinCell
{
    /// <summary>(wins − losses) / all, from −1 to 1: mean over the seeds that both have.</summary>
    public required MeanInterval Rate { get; init; }

    public required IntervalSource Source { get; init; }

    public required int Wins { get; init; }

    public required int Losses { get; init; }

    public required int Ties { get; init; }

    /// <summary>The interval excludes 0.</summary>
    public bool IsSignificant => Rate.Low > 0 || Rate.High < 0;

    /// <summary>The same comparison, seen from the other system.</summary>
    internal WinCell Mirrored => this with
    {
        Rate = Rate with { Mean = -Rate.Mean, Low = -Rate.High, High = -Rate.Low },
        Wins = Losses,
        Losses = Wins,
    };
}

/// <summary>
/// Every system against every other, question by question. Questions are paired by their identity within a seed; those
/// that only one of the two answered do not count.
/// </summary>
public sealed record WinMatrix
{
    public required IReadOnlyList<string> Systems { get; init; }

    /// <summary>
    /// [row][column]: the row's system against the column's; null on the diagonal and where two systems answered no
    /// question in common.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<WinCell?>> Cells { get; init; }

    /// <summary>Systems stand in the order in which they appear.</summary>
    /// <param name="answers">One per system and seed.</param>
    /// <param name="score">What counts as better: quality, helpfulness or harmlessness.</param>
    public static WinMatrix Of(IReadOnlyList<SystemAnswers> answers, Func<ScoreRow, double> score)
    {
        var systems = answers.Select(entry => entry.System).Distinct(StringComparer.Ordinal).ToArray();
        var cells = systems.Select(_ => new WinCell?[systems.Length]).ToArray();
        for (var row = 0; row < systems.Length; row++)
            for (var column = row + 1; column < systems.Length; column++)
            {
                cells[row][column] = Cell(Duels(answers, systems[row], systems[column], score));
                cells[column][row] = cells[row][column]?.Mirrored;
            }
        return new WinMatrix { Systems = systems, Cells = cells };
    }

    private static IReadOnlyList<Duel> Duels(
        IReadOnlyList<SystemAnswers> answers, string system, string against, Func<ScoreRow, double> score) =>
        [
            .. from left in answers
               where left.System == system
               from right in answers
               where right.System == against && right.Seed == left.Seed
               orderby left.Seed
               let duel = Duel.Of(left, right, score)
               where duel.Outcomes.Count > 0
               select duel,
        ];

    private static WinCell? Cell(IReadOnlyList<Duel> duels)
    {
        if (duels.Count == 0)
            return null;
        var rate = MeanInterval.Of([.. duels.Select(duel => duel.Rate)]);
        if (duels is [var only])
        {
            var interval = ClusterBootstrap.MeanInterval(only.Outcomes, only.Clusters, (ulong)only.Seed);
            rate = rate with { Low = interval?.Low, High = interval?.High };
        }
        return new WinCell
        {
            Rate = rate,
            Source = duels.Count > 1 ? IntervalSource.Seeds : IntervalSource.Questions,
            Wins = duels.Sum(duel => duel.Count(1)),
            Losses = duels.Sum(duel => duel.Count(-1)),
            Ties = duels.Sum(duel => duel.Count(0)),
        };
    }

    /// <summary>Two systems on one seed: 1 for each question won, −1 for each lost, 0 for each tie.</summary>
    private sealed record Duel(int Seed, IReadOnlyList<double> Outcomes, IReadOnlyList<string> Clusters)
    {
        public double Rate => Outcomes.Average();

        public int Count(double outcome) => Outcomes.Count(each => each == outcome);

        public static Duel Of(SystemAnswers left, SystemAnswers right, Func<ScoreRow, double> score)
        {
            var others = right.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
            var pairs = left.Rows.Where(row => others.ContainsKey(row.Id))
                .OrderBy(row => row.Id, StringComparer.Ordinal).ToArray();
            return new Duel(
                left.Seed,
                [.. pairs.Select(row => (double)WinRate.Outcome(row, others[row.Id], score))],
                [.. pairs.Select(row => row.Cluster)]);
        }
    }
}
