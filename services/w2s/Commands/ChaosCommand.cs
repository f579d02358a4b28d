using System.CommandLine;
using WeakToStrong.W2s.Bench.Chaos;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary><c>bench chaos</c>: kills processes of a running system and sees whether anything is lost.</summary>
internal static class ChaosCommand
{
    public static Command Create()
    {
        var experiment = new Option<string?>("--experiment")
        {
            Description = "Experiment that is run meanwhile, with seed 1, 2, 3 … (default: the quickstart)",
            HelpName = "FILE",
        };
        var kills = SharedOptions.Number("--kills", "Processes to kill", 1, 10_000, 20);
        var seed = SharedOptions.Number("--seed", "Decides who is killed, and when", 0, int.MaxValue, 1);
        var trainers = SharedOptions.Number("--trainers", "Trainers of the system", 1, 64, 2);
        var labelers = SharedOptions.Number("--labelers", "Labelers of the system", 1, 64, 1);
        var json = SharedOptions.Json();
        var command = new Command("chaos", "Kill services, runners, RabbitMQ and Postgres while experiments run")
        {
            experiment, kills, seed, trainers, labelers, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            var report = await new ChaosBenchmark(new ChaosOptions
            {
                ExperimentFile = parsed.GetValue(experiment) ?? QuickstartCommand.ExperimentFile(),
                Kills = parsed.GetValue(kills),
                Seed = parsed.GetValue(seed),
                Trainers = parsed.GetValue(trainers),
                Labelers = parsed.GetValue(labelers),
            }).RunAsync(interruption.Token);
            if (parsed.GetValue(json))
                JsonOutput.Write(report);
            else
                ChaosView.Write(Terminal.Out, report);
            return report.IsSound ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
