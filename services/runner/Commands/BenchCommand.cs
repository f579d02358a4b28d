using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Bench;
using WeakToStrong.Runner.Bench.Shapes;

namespace WeakToStrong.Runner.Commands;

/// <summary>
/// <c>bench [NAME]</c>: measures the engine beside an eager PyTorch peer; <c>bench correct</c>: what drafts bring;
/// <c>bench ledger</c>: what proofs cost; <c>bench train</c> and <c>generate</c> with <c>--shape</c> or on CUDA: large
/// random models beside transformers.
/// </summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Make()
    {
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne };
        var threads = new ThreadsOption();
        var json = new Option<bool>("--json");
        var model = new Option<string?>("--model");
        var data = new Option<string?>("--data");
        var shapes = new ShapeOptions();
        var command = new Command("bench", "Measures the engine.") { name, model, data, threads, json };
        shapes.AddTo(command);
        command.SetAction(parsed =>
        {
            var (benchmark, asJson) = (parsed.GetValue(name), parsed.GetValue(json));
            var (folder, rows) = (parsed.GetValue(model), parsed.GetValue(data));
            if (benchmark != CorrectBenchmark.Name && (folder, rows) is not (null, null))
                throw new InputException(
                    "bench", line: null, $"--model and --data are for the benchmark '{CorrectBenchmark.Name}' alone");
            if (benchmark == CorrectBenchmark.Name)
                Print(
                    RunCorrect(folder, rows, threads.Read(parsed), shapes.ReadDevice(parsed)), asJson,
                    CorrectTable.Write);
            else if (shapes.Read(parsed, threads.Read(parsed)) is { } settings)
                return RunShapes(benchmark, settings, asJson);
            else
                Run(benchmark, threads.Read(parsed), asJson);
            return ExitCodes.Done;
        });
        return command;
    }

    private static int RunShapes(string? name, ShapeSettings settings, bool asJson)
    {
        settings.Compute.Applied();
        var report = new ShapeBenchmark(settings, Progress()).Run(name);
        Print(report, asJson, ShapeTable.Write);
        return report.Failed ? ExitCodes.Error : ExitCodes.Done;
    }

    private static void Run(string? name, int threads, bool asJson)
    {
        if (name == LedgerBenchmark.Name)
            Print(RunLedger(threads), asJson, LedgerTable.Write);
        else
            Print(RunEngine(name, threads), asJson, BenchTable.Write);
    }

    private static void Print<TReport>(TReport report, bool asJson, Func<TReport, string> table) =>
        Console.Out.WriteLine(asJson ? JsonSerializer.Serialize(report, Readable) : table(report));

    private static LedgerReport RunLedger(int threads)
    {
        new ComputeOptions { Threads = threads }.Applied();
        using var benchmark = new LedgerBenchmark(Progress());
        return benchmark.Run(threads);
    }

    private static CorrectReport RunCorrect(string? model, string? data, int threads, ComputeDevice? device)
    {
        if (model is not null)
            ModelOptions.RequireFolder(model);
        var compute = new ComputeOptions { Threads = threads, Device = device }.Applied();
        var folder = Directory.CreateTempSubdirectory("w2s-bench-correct-");
        try
        {
            var work = BenchCorrections.Prepare(model, data, folder.FullName, Progress());
            using var peer = PyTorchPeer.Start();
            return new CorrectBenchmark(work, peer, Progress()).Run(compute);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BenchProgress Progress() => new(Console.Error, isTerminal: !Console.IsErrorRedirected);

    private static BenchReport RunEngine(string? name, int threads)
    {
        var benchmark = Benchmarks.Find(name);
        var machine = BenchMachine.Current();
        new ComputeOptions { Threads = threads }.Applied();
        var library = LibTorch.Load();
        using var peer = PyTorchPeer.Start();
        if (peer is null)
            Console.Error.WriteLine(PyTorchPeer.NotFound);
        var context = new BenchContext
        {
            Peer = peer,
            World = new WorldTokens(),
            Progress = Progress(),
        };
        return new BenchReport
        {
            Machine = machine,
            Threads = threads,
            Dtype = "float32",
            Libtorch = library.Version,
            Blas = library.Blas,
            Pytorch = peer?.Version,
            Python = peer?.Python,
            Note = peer is null ? PyTorchPeer.NotFound : null,
            Rounds = Rounds.Count,
            Results = [.. benchmark(context)],
        };
    }
}
