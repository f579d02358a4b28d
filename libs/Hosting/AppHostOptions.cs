using System.Globalization;
using System.Net;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using WeakToStrong.Hosting.Publishing;

namespace WeakToStrong.Hosting;

/// <summary>
/// What the user chose: on the command line, else in variables that begin with W2S_, else the default.
/// </summary>
public sealed record AppHostOptions
{
    private const string Prefix = "W2S_";
    private const int MostReplicas = 64;

    // The tracker's own words: this library knows nothing of it but its settings.
    private static readonly string[] AuditLevels = ["none", "inputs", "labels", "resume", "full"];

    /// <summary>What Aspire is to know of the command line.</summary>
    private IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Folder of runs, artifacts and servers' data.</summary>
    public required string Store { get; init; }

    /// <summary>Where the tracker listens; loopback unless the user says otherwise.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The tracker's port.</summary>
    public required int Port { get; init; }

    /// <summary>Processes that label.</summary>
    public int Labelers { get; init; } = 1;

    /// <summary>Processes that train.</summary>
    public int Trainers { get; init; } = 1;

    /// <summary>Processes that serve and orchestrate.</summary>
    public int Trackers { get; init; } = 1;

    /// <summary>Folders in which the files of submitted experiments must lie.</summary>
    public IReadOnlyList<string> DataRoots { get; init; } = [];

    /// <summary>How far the nightly audit goes: a level, or none; null for what the tracker does by itself.</summary>
    public string? AuditLevel { get; init; }

    /// <summary>Hour of the day, UTC, at which it begins; null for what the tracker does by itself.</summary>
    public int? AuditHour { get; init; }

    /// <summary>Whether standard output has one JSON line for each change.</summary>
    public bool Json { get; init; }

    /// <summary>Whether Aspire's dashboard runs too.</summary>
    public bool Dashboard { get; init; } = true;

    /// <summary>Manifests to write instead of running anything; null to run.</summary>
    public ManifestTarget? Manifests { get; init; }

    /// <summary>What the user should know before anything runs, a line each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Folder of the host's own files.</summary>
    public string Folder => Path.Combine(Store, "host");

    /// <summary>The table of resources as JSON.</summary>
    public string StateFile => Path.Combine(Folder, "resources.json");

    /// <summary>Where people of this machine find the tracker.</summary>
    public string Url =>
        new UriBuilder(Uri.UriSchemeHttp, Reachable.ToString(), Port).Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether only this machine can reach the tracker.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Bind);

    private IPAddress Reachable =>
        Bind.Equals(IPAddress.Any) ? IPAddress.Loopback
        : Bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : Bind;

    /// <summary>Reads and checks what the user chose; throws <see cref="WrongOptionException"/>.</summary>
    public static AppHostOptions Read(string[] arguments)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables(Prefix)
            .AddCommandLine(arguments)
            .Build();
        var bind = Address(configuration["Bind"]);
        var manifests = ManifestTarget.Read(configuration);
        var port = manifests is not null
            ? new TrackerPort(TrackerPort.Usual, null)
            : TrackerPort.Choose(bind, Number(configuration, "Port", IPEndPoint.MaxPort));
        var trackers = Number(configuration, "Trackers", MostReplicas) ?? 1;
        // Several share one address behind the orchestrator's proxy, and then everybody seems to come from this
        // machine.
        if (trackers > 1 && !IPAddress.IsLoopback(bind))
            throw new WrongOptionException(
                $"--bind is {bind} and --trackers {trackers}; allowed is one tracker when other machines reach it");
        return new AppHostOptions
        {
            Arguments = arguments,
            Store = Path.GetFullPath(Chosen(configuration["Store"]) ?? UsualStore()),
            Bind = bind,
            Port = port.Number,
            Labelers = Number(configuration, "Labelers", MostReplicas) ?? 1,
            Trainers = Number(configuration, "Trainers", MostReplicas) ?? 1,
            Trackers = trackers,
            DataRoots = [.. configuration.GetSection("DataRoots").GetChildren().Select(root => DataRoot(root.Value))],
            AuditLevel = Word(configuration, "AuditLevel", AuditLevels),
            AuditHour = Number(configuration, "AuditHour", 23, least: 0),
            Json = Flag(configuration, "Json", usual: false),
            Dashboard = Flag(configuration, "Dashboard", usual: true),
            Manifests = manifests,
            Notices = port.Notice is null ? [] : [port.Notice],
        };
    }

    /// <summary>The options of Aspire's builder that follow from these.</summary>
    public DistributedApplicationOptions ForAspire() => new()
    {
        Args = [.. Arguments],
        DisableDashboard = !Dashboard,
        // Between processes of one user on one machine; nothing of it leaves the loopback interface.
        AllowUnsecuredTransport = true,
        EnableResourceLogging = false,
    };

    private static string? Chosen(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static string UsualStore()
    {
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, "weak-to-strong")
            : throw new WrongOptionException($"there is no home folder; give --store DIR or set {Prefix}STORE");
    }

    private static IPAddress Address(string? text) => Chosen(text) switch
    {
        null or "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        var given when IPAddress.TryParse(given, out var address) => address,
        var given => throw new WrongOptionException($"--bind is '{given}'; allowed is an IP address, localhost or *"),
    };

    private static string? Word(IConfiguration configuration, string name, string[] allowed) =>
        Chosen(configuration[name]) switch
        {
            null => null,
            var text when allowed.Contains(text, StringComparer.Ordinal) => text,
            var text => throw new WrongOptionException(
                $"--{Spelt(name)} is '{text}'; allowed: {string.Join(", ", allowed)}"),
        };

    private static int? Number(IConfiguration configuration, string name, int most, int least = 1)
    {
        if (Chosen(configuration[name]) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
                ? value
                : throw new WrongOptionException($"--{Spelt(name)} is '{text}'; allowed is {least} to {most}");
    }

    private static bool Flag(IConfiguration configuration, string name, bool usual) =>
        Chosen(configuration[name]) switch
        {
            null => usual,
            var text when bool.TryParse(text, out var value) => value,
            var text => throw new WrongOptionException($"--{Spelt(name)} is '{text}'; allowed is true or false"),
        };

    private static string DataRoot(string? path) => Directory.Exists(path)
        ? Path.GetFullPath(path)
        : throw new WrongOptionException($"--data-root is '{path}'; allowed is a folder that exists");

    /// <summary>As the command line spells it: AuditLevel is audit-level.</summary>
    private static string Spelt(string name) => string.Concat(name.Select((letter, i) =>
        i > 0 && char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
