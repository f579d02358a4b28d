using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.ServiceDefaults;

// Executes the inference steps; with an Aligner configured, it also corrects what others answer.
return await ServiceProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var aligner = AlignerOptions.Find(builder.Configuration);
    if (aligner is not null)
        builder.AddAligner(aligner);
    var service = builder.BuildWorker("labeler", StepHost.Labeler);
    if (aligner is not null)
        service.MapAligner();
    return service;
});
