using WeakToStrong.Hosting;
using WeakToStrong.Hosting.Secrets;

// The architecture: what runs, what it needs, and who waits for whom.
return await HostProcess.RunAsync(Console.Error, () =>
{
    var options = AppHostOptions.Read(args);
    var builder = DistributedApplication.CreateBuilder(options.ForAspire());
    builder.AddHosting(options, Console.Out, Console.Error);

    var rabbitmq = builder.AddConnectionString("rabbitmq");

    var tracker = builder.AddProject<Projects.Tracker>("tracker")
        .WithReference(rabbitmq)
        .WithHttpEndpoint(options.Port, isProxied: options.Trackers > 1)
        .WithEndpoint("http", http => http.TargetHost = options.Bind.ToString())
        .WithHttpHealthCheck("/api/runs")
        .WithExternalHttpEndpoints()
        .WithReplicas(options.Trackers)
        .WithEnvironment("Store", options.Store)
        .WithEnvironment("Tracker__HostState", options.StateFile)
        .WithAccessToken(options);

    builder.AddProject<Projects.Labeler>("labeler")
        .WithReference(rabbitmq).WaitFor(tracker).WithHttpEndpoint().WithHttpHealthCheck("/health")
        .WithReplicas(options.Labelers)
        .WithEnvironment("Store", options.Store);

    builder.AddProject<Projects.Trainer>("trainer")
        .WithReference(rabbitmq).WaitFor(tracker).WithHttpEndpoint().WithHttpHealthCheck("/health")
        .WithReplicas(options.Trainers)
        .WithEnvironment("Store", options.Store);

    return builder.Build();
});
