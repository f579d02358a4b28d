using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Workers;

namespace WeakToStrong.ServiceDefaults;

/// <summary>A worker as a service of its own: labeler and trainer are this with different roles.</summary>
public static class WorkerService
{
    private const string SlotsKey = "Worker:Slots";
    private const string RunnerKey = "Worker:RunnerPath";

    // What remains of ServiceDefaultsServices.ShutdownTimeout is for telling how the steps ended.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(6);

    /// <summary>Builds the service that executes the steps of one role.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no runner, no place for the store.</exception>
    public static WebApplication BuildWorker(this WebApplicationBuilder builder, string service, StepHost role)
    {
        builder.AddWebServiceDefaults(service);
        var broker = builder.Configuration.RequireBroker();
        var options = ReadOptions(builder.Configuration, service, role);
        builder.Services.AddBus(broker, service, bus => bus.AddWorkerConsumers(options));
        builder.Services.AddWorker(options).AddWorkerHealth();
        var application = builder.Build();
        application.MapDefaultEndpoints();
        return application;
    }

    /// <summary>What the configuration says of a worker, and what the machine says where that says nothing.</summary>
    public static WorkerOptions ReadOptions(IConfiguration configuration, string service, StepHost role)
    {
        var options = new WorkerOptions
        {
            Roles = [role],
            StoreRoot = MakeStore(configuration.RequireStoreRoot()),
            Instance = WorkerInstance.Find(configuration, service),
            StopGrace = StopGrace,
        };
        if (FindRunner(configuration) is { } runner)
            options = options with { RunnerPath = runner };
        if (!File.Exists(options.RunnerPath))
            throw new MissingPrerequisiteException(
                $"there is no runner at {options.RunnerPath}: set {RunnerKey.Replace(":", "__")} to the w2s-runner");
        if (configuration.FindNumber(SlotsKey, 1, WorkerOptions.MaxSlots) is { } slots)
            return options with { SlotCount = slots };
        var capacity = CapacityOf(options.RunnerPath);
        return options with { SlotCount = capacity.SlotCount, Hardware = capacity.Describe() };
    }

    /// <summary>The runner's executable, where the configuration names one.</summary>
    public static string? FindRunner(IConfiguration configuration) =>
        configuration[RunnerKey] is { Length: > 0 } runner ? Path.GetFullPath(runner) : null;

    private static MachineCapacity CapacityOf(string runnerPath)
    {
        try
        {
            return MachineCapacity.OfThisProcess(RunnerDevices.Ask(runnerPath));
        }
        catch (RunnerUnfitException exception)
        {
            throw new MissingPrerequisiteException(exception.Message);
        }
    }

    private static string MakeStore(string root)
    {
        try
        {
            return Directory.CreateDirectory(root).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MissingPrerequisiteException($"the store {root} cannot be made: {exception.Message}");
        }
    }
}
