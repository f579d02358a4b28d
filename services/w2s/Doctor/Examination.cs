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
        var table = new FittedTable(new FittedColumn(""), new FittedColumn("Found"), FittedColumn.Sentence(""));
        foreach (var finding in findings)
            table.AddRow(Sign(finding.State), finding.Name, finding.Detail);
        table.Write(console);
        Console.Out.Write(engine);
    }

    private static FittedCell Sign(FindingState state) => state switch
    {
        FindingState.Found => new FittedCell("ok", new Style(Color.Green)),
        FindingState.Advice => new FittedCell("advice", new Style(Color.Yellow)),
        FindingState.Absent => new FittedCell("absent", new Style(Color.Grey)),
        _ => new FittedCell("missing", new Style(Color.Red)),
    };

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
