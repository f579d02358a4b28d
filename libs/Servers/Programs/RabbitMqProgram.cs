namespace WeakToStrong.Servers.Programs;

/// <summary>RabbitMQ's programs on this machine, and those of Erlang that it needs.</summary>
public static class RabbitMqProgram
{
    internal const string User = "rabbitmq";

    /// <summary>
    /// The path of <c>rabbitmq-server</c>, or null. What Debian has on the path is a wrapper that knows only the
    /// system's own RabbitMQ, so its folders come first.
    /// </summary>
    public static string? Find() => Find(new ProgramPlaces());

    internal static string? Find(ProgramPlaces places) =>
        places.NewestFirst("rabbitmq/lib", "rabbitmq_server-")
            .Select(folder => Path.Combine(folder, "sbin", "rabbitmq-server"))
            .Concat(places.OnPath("rabbitmq-server"))
            .FirstOrDefault(File.Exists);

    internal static string Server(ProgramPlaces places) =>
        Find(places) ?? throw Missing("RabbitMQ", "/usr/lib/rabbitmq");

    /// <summary>Erlang's port mapper.</summary>
    internal static string PortMapper(ProgramPlaces places) =>
        places.NewestFirst("erlang", "erts-")
            .Select(folder => Path.Combine(folder, "bin", "epmd"))
            .Concat(places.OnPath("epmd"))
            .FirstOrDefault(File.Exists) ?? throw Missing("Erlang's epmd", "/usr/lib/erlang");

    private static MissingServerException Missing(string what, string folder) =>
        new($"{what} is not on this machine: neither in {folder} nor on PATH; apt-get install rabbitmq-server");
}
