using System.CommandLine;
using System.Globalization;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>audit ID</c>: executes a finished run again, wholly or in part, and compares.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var id = SharedOptions.Run();
        var level = Level();
        var updates = SharedOptions.Number(
            "--updates", AuditSubmission.MaxUpdates, "Updates to make again from a checkpoint (default: 20)");
        var parts = SharedOptions.Number(
            "--label-parts", AuditSubmission.MaxLabelParts,
            "Generate one of so many parts of the weak labels again; 1: all (default: 8)");
        var threads = SharedOptions.Number(
            "--threads", AuditSubmission.MaxThreads,
            "Compute with so many threads, which promises equality within the tolerance (default: as recorded)");
        var tolerance = Tolerance();
        var source = new SourceOptions();
        var slots = SharedOptions.Slots();
        var json = SharedOptions.Json();
        var command = new Command("audit", "Execute a finished run again, wholly or in part, and compare")
        {
            id, level, updates, parts, threads, tolerance,
        };
        source.AddTo(command);
        command.Add(slots);
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            var wanted = new AuditSubmission
            {
                Level = parsed.GetValue(level) ?? AuditLevel.Full,
                Updates = parsed.GetValue(updates),
                LabelParts = parsed.GetValue(parts),
                Threads = parsed.GetValue(threads),
                Tolerance = parsed.GetValue(tolerance),
            };
            await using var runs = source.Open(parsed);
            var ended = await runs.AuditAsync(parsed.GetRequiredValue(id), wanted, parsed.GetValue(slots));
            return RunConclusion.Write(ended, parsed.GetValue(json), runs.Hint);
        });
        return command;
    }

    /// <summary>Null where it is not given.</summary>
    private static Option<AuditLevel?> Level() => new("--level")
    {
        Description = "inputs: what is recorded is still there and hashes equal; labels: and a sample of the weak "
            + "labels is generated again; resume: and some updates are made again from a checkpoint; full: every step "
            + "is executed again (default: full)",
        HelpName = "LEVEL",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (AuditWords.FindLevel(text) is { } level)
                return level;
            result.AddError($"--level is '{text}'; allowed: {AuditWords.Levels}");
            return default;
        },
    };

    private static Option<double?> Tolerance() => new("--tolerance")
    {
        Description = "Relative difference that counts as equal on another machine model, libtorch build or thread "
            + "count (default: 0.001)",
        HelpName = "X",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value is > 0 and <= 1)
                return value;
            result.AddError($"--tolerance is '{text}'; allowed is more than 0, to 1");
            return null;
        },
    };
}
