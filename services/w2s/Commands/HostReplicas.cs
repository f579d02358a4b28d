using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary>--trainers, --labelers, --trackers: how many processes the app host has of each service.</summary>
internal sealed class HostReplicas
{
    private const int Most = 64;

    private readonly (Option<int?> Option, string Setting)[] _services =
    [
        (SharedOptions.Number("--trainers", Most, "Processes that train (default: 1)"), "--Trainers"),
        (SharedOptions.Number("--labelers", Most, "Processes that label (default: 1)"), "--Labelers"),
        (SharedOptions.Number("--trackers", Most, "Processes that orchestrate (default: 1)"), "--Trackers"),
    ];

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _services)
            command.Add(option);
    }

    /// <summary>What was given, as the app host reads it.</summary>
    public IEnumerable<string> Arguments(ParseResult parsed) =>
        _services.SelectMany(service => AppHostCommand.Given(parsed, service.Option, service.Setting));
}
