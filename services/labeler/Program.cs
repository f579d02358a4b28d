using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;

// Executes the inference steps.
return await ServiceProcess.RunAsync(
    () => WebApplication.CreateSlimBuilder(args).BuildWorker("labeler", StepHost.Labeler));
