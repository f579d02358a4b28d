using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Tests.Reporting;

public sealed class ReportBuilderTests : IDisposable
{
    private static readonly string[] Systems = ["base", "supervisor", "sft", "ceiling"];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Build_TwoSeeds_IsWorkedOutByHand()
    {
        var report = ReportBuilder.Build(Request(
            (1, [0.2, 0.4, 0.6, 0.8]),
            (2, [0.3, 0.4, 0.8, 0.9])));

        // Seed 1: (0.6 − 0.4) / (0.8 − 0.4) = 0.5. Seed 2: (0.8 − 0.4) / (0.9 − 0.4) = 0.8.
        var rows = report.Rows.Where(row => row.System == "sft").ToArray();
        Assert.Equal(0.5, rows[0].Pgr!.Value, 1e-9);
        Assert.Equal(0.8, rows[1].Pgr!.Value, 1e-9);
        Assert.Null(rows[0].PgrReason);
        Assert.Equal(0.6, rows[0].Quality, 1e-9);
        // Of four answers one is the base's and ties; sft wins the others in helpfulness, loses them in harmlessness.
        Assert.Equal(new WinRates(0.75, -0.75), rows[0].WinRate);
        // One of four answers is the base's; the other three have one of two words in common with it.
        Assert.Equal(0.25, rows[0].CopyFraction);
        Assert.Equal(0.375, rows[0].EditRatio);
        Assert.Equal("sft-1", rows[0].ModelDigest);

        var sft = report.Summary.Single(summary => summary.System == "sft");
        Assert.Equal(0.65, sft.Pgr!.Mean, 1e-9);
        Assert.Equal(2, sft.Pgr.N);
        // Mean gain (0.2 + 0.4) / 2 over mean gap (0.4 + 0.5) / 2.
        Assert.Equal(0.3 / 0.45, sft.MeanGainOverMeanGap!.Value, 1e-9);
        // t with one degree of freedom is 12.7062, s/√2 of (0.6, 0.8) is 0.1.
        Assert.Equal(0.7 - 1.27062, sft.Quality.Low!.Value, 1e-5);
    }

    [Fact]
    public void Build_RowsAndDifferences_ComeInTheOrderGiven()
    {
        var report = ReportBuilder.Build(Request((1, [0.2, 0.4, 0.6, 0.8]), (2, [0.3, 0.4, 0.8, 0.9])));

        Assert.Equal(
            [.. Systems.Select(system => (system, 1)), .. Systems.Select(system => (system, 2))],
            report.Rows.Select(row => (row.System, row.Seed)));
        Assert.Equal(Systems, report.Summary.Select(summary => summary.System));
        Assert.Equal(
            [("supervisor", "base"), ("ceiling", "supervisor"), ("sft", "base"), ("sft", "supervisor")],
            report.Differences.Select(difference => (difference.System, difference.Minus)));
        // Paired by seed: (0.4 − 0.2 + 0.4 − 0.3) / 2.
        Assert.Equal(0.15, report.Differences[0].Quality.Mean, 1e-9);
    }

    [Fact]
    public void Build_GapThatMayBeChance_HasNoPgrButAReason()
    {
        var request = Request((1, [0.2, 0.5, 0.5, 0.5]));

        var report = ReportBuilder.Build(request);

        Assert.All(report.Rows, row => Assert.Null(row.Pgr));
        const string reason = "the gap's 95 % bootstrap interval [0.000, 0.000] contains 0";
        Assert.All(report.Rows, row => Assert.Equal(reason, row.PgrReason));
        Assert.Null(report.Summary[2].Pgr);
        Assert.Null(report.Summary[2].MeanGainOverMeanGap);
    }

    [Fact]
    public void Build_CeilingBelowSupervisor_HasNoPgrButAReason()
    {
        var report = ReportBuilder.Build(Request((1, [0.2, 0.6, 0.5, 0.4])));

        Assert.All(report.Rows, row => Assert.Null(row.Pgr));
        Assert.All(report.Rows, row => Assert.EndsWith("is below 0", row.PgrReason, StringComparison.Ordinal));
        Assert.Null(report.Summary[2].MeanGainOverMeanGap);
    }

    /// <summary>However large the gap: about other clusters nothing is known.</summary>
    [Fact]
    public void Build_OneClusterOfPrompts_HasNoPgrButAReason()
    {
        var request = Request((1, [0.2, 0.4, 0.6, 0.8]));
        foreach (var system in request.Systems)
            ScoreFiles.Write(
                system.Folder, ScoreFiles.ReadRows(system.Folder).Take(2), ScoreFiles.ReadSummary(system.Folder));

        var report = ReportBuilder.Build(request);

        Assert.All(report.Rows, row => Assert.Null(row.Pgr));
        const string reason = "the test prompts are one cluster, which cannot tell a gap from chance";
        Assert.All(report.Rows, row => Assert.Equal(reason, row.PgrReason));
    }

    [Fact]
    public void Build_Notes_AreCollectedOnce()
    {
        var report = ReportBuilder.Build(Request((1, [0.2, 0.4, 0.6, 0.8])) with { Notes = ["first"] });

        Assert.Equal(["first", "judge: held-out accuracy 0.9"], report.Notes);
    }

    [Fact]
    public void Build_OtherPrompts_Throws()
    {
        var request = Request((1, [0.2, 0.4, 0.6, 0.8]));
        var other = Row(0, 0.5, "x") with { Prompt = "other" };
        ScoreFiles.Write(request.Systems[1].Folder, [other], new() { ModelDigest = "m" });

        var error = Assert.Throws<InvalidDataException>(() => ReportBuilder.Build(request));

        Assert.Equal("seed 1: 'supervisor' and 'base' were not evaluated on the same prompts", error.Message);
    }

    [Fact]
    public void Build_SystemWithoutASeed_Throws()
    {
        var request = Request((1, [0.2, 0.4, 0.6, 0.8]), (2, [0.2, 0.4, 0.6, 0.8]));

        var error = Assert.Throws<InvalidDataException>(
            () => ReportBuilder.Build(request with { Systems = [.. request.Systems.SkipLast(1)] }));

        Assert.Equal("system 'ceiling' is not evaluated for seed 2", error.Message);
    }

    [Fact]
    public void Digest_EnvironmentAndDurations_AreNotCoveredTheRestIs()
    {
        var report = ReportBuilder.Build(Request((1, [0.2, 0.4, 0.6, 0.8])));
        var stable = Path.Combine(_temp.Path, "stable.json");
        var path = Path.Combine(_temp.Path, "report.json");
        ReportFile.WriteStable(report, stable);

        ReportFile.Write(stable, new JsonObject { ["machine"] = "m" }, new JsonObject { ["total"] = 3.5 }, path);

        var read = ReportFile.Read(path);
        Assert.Equal(report.ReportDigest, read.ReportDigest);
        Assert.Equal("m", read.Environment!["machine"]!.GetValue<string>());
        Assert.DoesNotContain("environment", File.ReadAllText(stable), StringComparison.Ordinal);

        File.WriteAllText(path, File.ReadAllText(path).Replace("\"sft\"", "\"dpo\"", StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => ReportFile.Read(path));
    }

    [Fact]
    public void Serialize_Keys_AreThoseOfTheContract()
    {
        var json = JsonNode.Parse(ReportFile.Serialize(ReportBuilder.Build(Request((1, [0.2, 0.4, 0.6, 0.8])))))!;

        Assert.Equal(
            ["name", "task", "seeds", "reportDigest", "rows", "summary", "differences", "notes"],
            json.AsObject().Select(key => key.Key));
        Assert.Equal(
            [
                "system", "seed", "quality", "helpfulness", "harmlessness", "winRate", "copyFraction", "editRatio",
                "pgr", "pgrReason", "modelDigest",
            ],
            json["rows"]![0]!.AsObject().Select(key => key.Key));
        Assert.Equal(["helpfulness", "harmlessness"], json["rows"]![0]!["winRate"]!.AsObject().Select(key => key.Key));
        Assert.Equal(
            ["system", "quality", "helpfulness", "harmlessness", "pgr", "meanGainOverMeanGap"],
            json["summary"]![0]!.AsObject().Select(key => key.Key));
        Assert.Equal(["mean", "low", "high", "n"], json["summary"]![0]!["quality"]!.AsObject().Select(key => key.Key));
    }

    [Fact]
    public void ToText_Report_IsAnAlignedTable()
    {
        var table = ComparisonTable.Of(ReportBuilder.Build(Request(
            (1, [0.2, 0.4, 0.6, 0.8]),
            (2, [0.3, 0.4, 0.8, 0.9]))));

        var lines = table.ToText().Split('\n');

        Assert.Equal("test (correction, seeds 1, 2)", lines[0]);
        Assert.All(table.Rows, row => Assert.Equal(table.Headers.Count, row.Count));
        // 0.7 ± 1.27062: × 100 with one decimal.
        Assert.Equal(["sft", "70.0 ± 127.1"], table.Rows[2].Take(2));
        Assert.Equal(["+75.0 / -75.0", "25.0", "37.5", "0.65 ± 1.91", "0.67"], table.Rows[2].Skip(4));
        Assert.Equal("–", table.Rows[1][7]);
        Assert.Contains(
            table.Footnotes,
            note => note.StartsWith("sft − supervisor: quality +30.0 [-97.1, +157.1]", StringComparison.Ordinal));
        Assert.Equal(EndOf("quality", lines[2]), EndOf("25.0 ± 63.5", lines[4]));
    }

    [Fact]
    public void ToText_OneSeed_HasNoIntervals()
    {
        var table = ComparisonTable.Of(ReportBuilder.Build(Request((1, [0.2, 0.4, 0.6, 0.8]))));

        Assert.Equal("60.0", table.Rows[2][1]);
        Assert.StartsWith("Scores × 100 of one seed", table.Footnotes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(-0.01)]
    [InlineData(double.NaN)]
    public void Write_ScoreOutsideItsRange_Throws(double score) =>
        Assert.Throws<InvalidDataException>(
            () => ScoreFiles.Write(_temp.Path, [Row(0, score, "x")], new() { ModelDigest = "m" }));

    private ReportRequest Request(params (int Seed, double[] Qualities)[] seeds) => new()
    {
        Name = "test",
        Task = "correction",
        Seeds = [.. seeds.Select(seed => seed.Seed)],
        Systems =
        [
            .. seeds.SelectMany(seed => Systems.Select((system, i) => Scores(system, seed.Seed, seed.Qualities[i]))),
        ],
    };

    private static int EndOf(string text, string line) =>
        line.IndexOf(text, StringComparison.Ordinal) + text.Length;

    /// <summary>Four prompts of two clusters; only the first answer is the same for every system.</summary>
    private SystemScores Scores(string system, int seed, double quality)
    {
        var folder = Path.Combine(_temp.Path, $"{system}-{seed}");
        var rows = Enumerable.Range(0, 4).Select(i => Row(i, quality, i == 0 ? "same answer" : $"{system} answer"));
        var summary = new ScoreSummary { ModelDigest = $"{system}-{seed}", Notes = ["judge: held-out accuracy 0.9"] };
        ScoreFiles.Write(folder, rows, summary);
        return new SystemScores(system, seed, folder);
    }

    private static ScoreRow Row(int i, double quality, string completion) => new()
    {
        Id = $"{i}",
        Cluster = $"{i / 2}",
        Prompt = $"question {i}",
        Completion = completion,
        Quality = quality,
        Helpfulness = quality,
        Harmlessness = 1 - quality,
    };
}
