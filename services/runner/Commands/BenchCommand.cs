using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Commands;

/// <summary>
/// <c>bench [NAME]</c>: measures the engine beside an eager PyTorch peer; <c>bench ledger</c>: what proofs cost.
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
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json");
        var command = new Command("bench", "Measures the engine.") { name, threads, json };
        command.SetAction(parsed =>
        {
            Run(parsed.GetValue(name), parsed.GetValue(threads), parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
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
