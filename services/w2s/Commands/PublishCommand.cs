using System.CommandLine;

namespace WeakToStrong.W2s.Commands;

/// <summary>
/// <c>publish compose|kubernetes -o DIR</c>: manifests of what <c>up</c> runs, for machines without it.
/// </summary>
internal static class PublishCommand
{
    public static Command Create() => new("publish", "Write manifests of the services for other machines")
    {
        Create("compose", "Write a compose file for one machine with a container engine"),
        Create("kubernetes", "Write the objects of a Kubernetes cluster"),
    };

    private static Command Create(string kind, string description)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder to write to; made when it is missing",
            HelpName = "DIR",
            Required = true,
        };
        var replicas = new HostReplicas();
        var command = new Command(kind, description) { output };
        replicas.AddTo(command);
        command.SetAction(parsed => AppHostCommand.Become(
        [
            "--operation", "publish",
            "--publisher", kind,
            "--output-path", Path.GetFullPath(parsed.GetRequiredValue(output)),
            .. replicas.Arguments(parsed),
        ]));
        return command;
    }
}
