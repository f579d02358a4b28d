var builder = DistributedApplication.CreateBuilder(args);

var tracker = builder.AddProject<Projects.Tracker>("tracker");
builder.AddProject<Projects.Labeler>("labeler").WaitFor(tracker);
builder.AddProject<Projects.Trainer>("trainer").WaitFor(tracker);

builder.Build().Run();
