using System.Runtime.InteropServices;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.FakeRunner;

// step --store DIR --spec FILE
var store = ArtifactStore.Open(args[2]);
var spec = RunnerProtocol.ReadSpec(File.ReadAllText(args[4]));
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
new Thread(Listen) { IsBackground = true }.Start();
try
{
    var outcome = new StepExecutor(store, FakeCatalogue.Create()).Execute(spec, Report, stop.Token);
    RunnerProtocol.Write(Console.Out, new RunnerCompleted(outcome.Record.Outputs, outcome.WasCached));
}
catch (Exception exception)
{
    RunnerProtocol.Write(Console.Out, RunnerFailed.Of(exception));
}

static void Report(StepProgress done) =>
    RunnerProtocol.Write(Console.Out, new RunnerProgressed(done.Done, done.Total, done.Unit, done.Metrics));

void Listen()
{
    while (Console.In.ReadLine() is { } line)
        if (line == RunnerProtocol.StopLine)
            stop.Cancel();
    // The parent is gone.
    Environment.Exit(1);
}
