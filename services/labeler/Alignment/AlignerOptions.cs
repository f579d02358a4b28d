using WeakToStrong.Endpoints;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Workers;

namespace WeakToStrong.Labeler.Alignment;

/// <summary>An Aligner as a service: which model corrects whose answers, and how much of it.</summary>
public sealed record AlignerOptions
{
    public const string TokenSetting = "Aligner__Token";

    public const int MostTokens = 65_536;
    public const int MostConcurrent = 1024;
    public const int MostRequestBytes = 64 << 20;
    public const int MostRetries = 20;

    /// <summary>Seconds.</summary>
    public const int LongestTimeout = 3600;

    private const string Section = "Aligner";

    /// <summary>Folder of the model that corrects.</summary>
    public required string Model { get; init; }

    /// <summary>Folder of a LoRA adapter of the model; null: none.</summary>
    public string? Adapter { get; init; }

    /// <summary>Type of the model's weights and arithmetic, in the runner's words; null: float32.</summary>
    public string? Dtype { get; init; }

    /// <summary>What corrects, in the runner's words; null: the CPU.</summary>
    public string? Device { get; init; }

    /// <summary>Who answers.</summary>
    public required EndpointOptions Upstream { get; init; }

    /// <summary>The model that is asked for there, whatever a client names; null: the one it names.</summary>
    public string? UpstreamModel { get; init; }

    /// <summary>Null: only requests of this machine are served, and only loopback addresses may be bound.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>Threads of the runner.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Most new tokens of a correction, and the most that a client may ask for.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>Requests in progress; one more is refused.</summary>
    public int MaxConcurrent { get; init; } = 16;

    /// <summary>The longest request that is read.</summary>
    public int MaxRequestBytes { get; init; } = 1 << 20;

    /// <summary>How long a whole request may take, upstream and correction together.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the runner may take to load the model; one that takes longer is started again.</summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The runner's executable.</summary>
    public string RunnerPath { get; init; } = WorkerOptions.UsualRunnerPath;

    /// <summary>As configured under <c>Aligner</c>; null when no model is.</summary>
    /// <exception cref="InvalidSettingException">What is configured cannot be used.</exception>
    public static AlignerOptions? Find(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (Text(section, "Model") is not { } model)
            return null;
        var options = new AlignerOptions
        {
            Model = Path.GetFullPath(model),
            Adapter = Text(section, "Adapter") is { } adapter ? Path.GetFullPath(adapter) : null,
            Dtype = Text(section, "Dtype"),
            Device = Text(section, "Device"),
            Upstream = new EndpointOptions
            {
                Address = EndpointAddress.TryParse(section["Upstream"]) ?? throw new InvalidSettingException(
                    $"{Section}__Upstream is '{section["Upstream"]}'; allowed is {EndpointAddress.Allowed}"),
                Key = KeyOf(Text(section, "KeyVariable")),
            },
            UpstreamModel = Text(section, "UpstreamModel"),
            Token = Text(section, "Token") is { } token ? new BearerToken(token) : null,
            RunnerPath = WorkerService.FindRunner(configuration) ?? WorkerOptions.UsualRunnerPath,
        };
        return WithLimits(options, (name, least, most) => configuration.FindNumber($"{Section}:{name}", least, most));
    }

    private static AlignerOptions WithLimits(AlignerOptions options, Func<string, int, int, int?> find) => options with
    {
        Threads = find("Threads", 1, 256) ?? options.Threads,
        MaxTokens = find("MaxTokens", 1, MostTokens) ?? options.MaxTokens,
        MaxConcurrent = find("MaxConcurrent", 1, MostConcurrent) ?? options.MaxConcurrent,
        MaxRequestBytes = find("MaxRequestBytes", 1, MostRequestBytes) ?? options.MaxRequestBytes,
        RequestTimeout = Seconds(find("TimeoutSeconds", 1, LongestTimeout)) ?? options.RequestTimeout,
        Upstream = options.Upstream with
        {
            Timeout = Seconds(find("UpstreamTimeoutSeconds", 1, LongestTimeout)) ?? options.Upstream.Timeout,
            Retries = find("Retries", 0, MostRetries) ?? options.Upstream.Retries,
        },
    };

    private static TimeSpan? Seconds(int? number) => number is { } count ? TimeSpan.FromSeconds(count) : null;

    // What is set to nothing is not set.
    private static string? Text(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } text ? text : null;

    private static string? KeyOf(string? variable)
    {
        try
        {
            return EndpointKey.Read(variable ?? EndpointKey.DefaultVariable);
        }
        catch (EndpointException exception)
        {
            throw new InvalidSettingException(exception.Message);
        }
    }
}
