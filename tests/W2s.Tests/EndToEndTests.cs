using System.Text.Json.Nodes;

namespace WeakToStrong.W2s.Tests;

/// <summary>A whole experiment, every method in it, through the real processes.</summary>
public sealed class EndToEndTests(TinyExperiment experiment) : IClassFixture<TinyExperiment>
{
    private static readonly string[] Systems = ["base", "supervisor", "sft", "dpo", "rlhf", "ceiling"];

    [Fact]
    public void Run_OfAnExperiment_ReportsEverySystem()
    {
        Assert.True(experiment.FirstRun.ExitCode == 0, experiment.FirstRun.Error);
        var report = experiment.FirstRun.Json;

        Assert.Equal("completed", (string?)report["status"]);
        Assert.Equal(Systems, report["rows"]!.AsArray().Select(row => (string)row!["system"]!));
        Assert.Equal(Systems, report["summary"]!.AsArray().Select(row => (string)row!["system"]!));
        Assert.True(File.Exists((string?)report["reportPath"]));
    }

    [Fact]
    public async Task Run_OfTheSameExperiment_ComputesNothingAndFindsTheSame()
    {
        var again = await experiment.CommandAsync("run", TinyExperiment.File, "--json");

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal((string?)experiment.FirstRun.Json["reportDigest"], (string?)again.Json["reportDigest"]);
        Assert.DoesNotContain(": started", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfARunExperiment_HasEveryStepCached()
    {
        var plan = await experiment.CommandAsync("plan", TinyExperiment.File, "--json");

        Assert.Equal(plan.Json["steps"]!.AsArray().Count, (int?)plan.Json["cachedCount"]);
        Assert.Equal(0.0, (double?)plan.Json["expectedSeconds"]);
    }

    [Fact]
    public async Task Plan_WithALaterOptionChanged_KeepsWhatComesBefore()
    {
        var plan = await experiment.CommandAsync("plan", TinyExperiment.File, "methods.1.beta=0.3", "--json");

        var computed = plan.Json["steps"]!.AsArray().Where(step => !(bool)step!["isCached"]!);
        Assert.Equal(
            ["seed 1 / dpo", "seed 1 / dpo / answers to test", "seed 1 / dpo / judge", "report"],
            computed.Select(step => (string)step!["name"]!));
    }

    [Fact]
    public async Task Show_OfARun_HasItsStepsAndEverySystemsAnswers()
    {
        var shown = await experiment.CommandAsync("show", "tiny", "--samples", "2", "--json");

        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.All(shown.Json["steps"]!.AsArray(), step => Assert.Equal("completed", (string?)step!["status"]));
        Assert.Equal(2, shown.Json["samples"]!.AsArray().Count);
        Assert.Equal(Systems, AnswersOf(shown.Json["samples"]![0]!));
    }

    [Fact]
    public async Task Show_AsText_MarksWhatTheSupervisorChanged()
    {
        var shown = await experiment.CommandAsync("show", "tiny", "--samples", "5");

        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("seed 1 / sft", shown.Output, StringComparison.Ordinal);
        var supervisor = shown.Output.Split('\n').First(
            line => line.StartsWith("  seed 1 / supervisor ", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(supervisor.Split(' ')[^1], "config.json")), supervisor);
        Assert.DoesNotContain('\u001b', shown.Output);
    }

    [Fact]
    public async Task List_OfTheStore_HasTheRun()
    {
        var list = await experiment.CommandAsync("list", "--json");

        Assert.Contains(
            list.Json.AsArray(), run => (string?)run!["id"] == (string?)experiment.FirstRun.Json["id"]);
    }

    [Fact]
    public async Task Compare_OfARunWithItself_HasItOnce()
    {
        var id = (string)experiment.FirstRun.Json["id"]!;

        var compared = await experiment.CommandAsync("compare", id, id, "--json");

        Assert.Single(compared.Json["runs"]!.AsArray());
        Assert.All(
            compared.Json["metrics"]!.AsArray().SelectMany(metric => metric!["deltas"]!.AsArray()),
            delta => Assert.Equal(0.0, (double?)delta));
    }

    [Fact]
    public async Task Audit_OfTheRun_ReproducesEveryStep()
    {
        var audit = await experiment.CommandAsync("audit", "tiny", "--json");
        var text = await experiment.CommandAsync("show", (string)audit.Json["id"]!);
        var list = await experiment.CommandAsync("list", "--json");

        Assert.True(audit.ExitCode == 0, audit.Error);
        Assert.Equal(("full", "reproduced"), ((string?)audit.Json["level"], (string?)audit.Json["verdict"]));
        Assert.All(audit.Json["steps"]!.AsArray(), step => Assert.Equal("reproduced", (string?)step!["verdict"]));
        Assert.Contains("audit of seed 1 / rlhf: started", audit.Error, StringComparison.Ordinal);
        Assert.Contains("reproduced (full): ", text.Output, StringComparison.Ordinal);
        Assert.All(list.Json.AsArray(), run => Assert.NotEqual("audit", (string?)run!["task"]));
    }

    [Fact]
    public async Task Audit_OfWhatCannotBeAudited_ExitsWithTwoAndSaysWhy()
    {
        var unknown = await experiment.CommandAsync("audit", "no-such-run");
        var wrong = await experiment.CommandAsync("audit", "tiny", "--level", "deep");

        Assert.Equal((2, 2), (unknown.ExitCode, wrong.ExitCode));
        Assert.Contains("there is no run 'no-such-run'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("allowed: inputs, labels, resume, full", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_AfterALabelWasEdited_ExitsWithOneAndNamesIt()
    {
        using var copy = new TemporaryFolder();
        CopyFolder(experiment.Store, copy.Store);
        var labels = (await experiment.CommandAsync("show", "tiny", "--json")).Json["steps"]!.AsArray()
            .Single(step => (string)step!["name"]! == "seed 1 / weak labels of transfer")!["outputs"]!.AsObject();
        var file = Directory.GetFiles(
            Path.Combine(copy.Store, "artifacts", (string)labels.First().Value!), "*.jsonl").First();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(file, "\n");

        var audit = await CommandLineProcess.RunAsync(
            "audit", "tiny", "--level", "inputs", "--store", copy.Store, "--json");

        Assert.Equal((1, "diverged"), (audit.ExitCode, (string?)audit.Json["verdict"]));
        var diverged = audit.Json["steps"]!.AsArray().Where(step => (string?)step!["verdict"] == "diverged");
        Assert.Contains(diverged, step => (string?)step!["name"] == "seed 1 / weak labels of transfer");
    }

    [MountFact]
    public async Task Look_AtAStoreThatMayNotBeWritten_ShowsAllThereIs()
    {
        using var folder = new TemporaryFolder();
        var archive = folder.In("tiny.tar.gz");
        string[][] looks =
        [
            ["list", "--json"], ["show", "tiny", "--samples", "1", "--json"], ["compare", "tiny", "--json"],
            ["plan", TinyExperiment.File, "--json"], ["export", "tiny", "-o", archive, "--json"],
        ];
        foreach (var look in looks)
        {
            var result = await BesideReadOnlyAsync(look);

            Assert.True(result.ExitCode == 0, $"{look[0]}: {result.Error}");
            Assert.Contains("tiny", result.Json.ToJsonString(), StringComparison.Ordinal);
        }
        Assert.True(File.Exists(archive));
    }

    [MountFact]
    public async Task Change_OfAStoreThatMayNotBeWritten_IsRefusedInOneLine()
    {
        string[][] changes =
        [
            ["run", TinyExperiment.File, "seeds=[2]"], ["retry", "tiny"], ["audit", "tiny"], ["cancel", "tiny"],
            ["rm", "tiny"], ["gc"], ["serve", "--port", "0"],
        ];
        foreach (var change in changes)
        {
            var result = await BesideReadOnlyAsync(change);

            result.AssertWrongInput(experiment.Store, "may not be written");
            Assert.True(result.ErrorLines.Count == 1, $"{change[0]}: {result.Error}");
        }
    }

    private Task<CommandResult> BesideReadOnlyAsync(string[] command) =>
        CommandLineProcess.RunMountedAsync(
            MountFactAttribute.ReadOnly, experiment.Store, [.. command, "--store", experiment.Store]);

    private static void CopyFolder(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Append(from))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    private static IEnumerable<string> AnswersOf(JsonNode sample) =>
        sample["answers"]!.AsArray().Select(answer => (string)answer!["system"]!);
}
