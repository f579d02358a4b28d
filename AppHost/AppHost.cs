using WeakToStrong.Hosting;
using WeakToStrong.Hosting.Backing;
using WeakToStrong.Hosting.Projects;
using WeakToStrong.Hosting.Publishing;
using WeakToStrong.Hosting.Secrets;

// The architecture: what runs, what it needs, and who waits for whom.
return await HostProcess.RunAsync(Console.Error, () =>
{
    var options = AppHostOptions.Read(args);
    var builder = DistributedApplication.CreateBuilder(options.ForAspire());
    builder.AddHosting(options, Console.Out, Console.Error);

    var database = builder.AddPostgresServer("postgres", "tracker");
    var rabbitmq = builder.AddRabbitMQServer("rabbitmq");

    var tracker = builder.AddProject<Projects.Tracker>("tracker")
        .WithReference(database, "tracker").WaitFor(database)
        .WithReference(rabbitmq).WaitFor(rabbitmq)
        .WithStore(options.Store)
        .WithHostState(options)
        .WithDataRoots(options)
        .WithNightlyAudit(options)
        .WithAccessToken(options)
        .WithTrackerEndpoint(options)
        .WithExternalHttpEndpoints()
        .WithHttpHealthCheck("/health")
        .WithReplicas(options.Trackers);

    builder.AddProject<Projects.Labeler>("labeler")
        .WithReference(rabbitmq).WaitFor(rabbitmq)
        .WaitFor(tracker)
        .WithStore(options.Store)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithReplicas(options.Labelers);

    builder.AddProject<Projects.Trainer>("trainer")
        .WithReference(rabbitmq).WaitFor(rabbitmq)
        .WaitFor(tracker)
        .WithStore(options.Store)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithGpus()
        .WithReplicas(options.Trainers);

    return builder.Build();
});
