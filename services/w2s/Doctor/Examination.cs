using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Doctor;

/// <summary>Everything <c>doctor</c> looks at: the machine, the servers, and, through the runner, libtorch.</summary>
internal static class Examination
{
    public static async Task<int> RunAsync(string store, bool asJson, CancellationToken stop)
    {
        var findings = Machine.Examine(store).Concat(await Servers.ExamineAsync(stop)).ToList();
        var (code, engine) = await EngineAsync(asJson, findings, stop);
        if (asJson)
            JsonOutput.Write(new { Findings = findings, Engine = EngineNode(engine) });
        else
            Write(Terminal.Out, findings, engine);
        return findings.Any(finding => finding.State == FindingState.Missing) ? ExitCode.MissingPrerequisite : code;
    }

    private static async Task<(int ExitCode, string Output)> EngineAsync(
        bool asJson, List<Finding> findings, CancellationToken stop)
    {
        try
        {
            return await RunnerCommand.CaptureAsync(asJson ? ["doctor", "--json"] : ["doctor"], stop);
        }
        catch (MissingPrerequisiteException e)
        {
            findings.Add(new Finding("runner", FindingState.Missing, e.Message));
            return (ExitCode.MissingPrerequisite, "");
        }
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<Finding> findings, string engine)
    {
        var table = Tables.Make("", "Found", "");
        foreach (var finding in findings)
            table.AddRow(Sign(finding.State), new Text(finding.Name), new Text(finding.Detail));
        console.Write(table);
        Console.Out.Write(engine);
    }

    private static Markup Sign(FindingState state) => new(state switch
    {
        FindingState.Found => "[green]ok[/]",
        FindingState.Advice => "[yellow]advice[/]",
        FindingState.Absent => "[grey]absent[/]",
        _ => "[red]missing[/]",
    });

    private static JsonNode? EngineNode(string output)
    {
        try
        {
            return JsonNode.Parse(output);
        }
        catch (JsonException)
        {
            return JsonValue.Create(output.Trim());
        }
    }
}
