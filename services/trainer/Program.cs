using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;

// Executes the gradient steps.
return await ServiceProcess.RunAsync(
    () => WebApplication.CreateSlimBuilder(args).BuildWorker("trainer", StepHost.Trainer));
