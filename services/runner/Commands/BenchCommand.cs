using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>bench [NAME]</c>: measures the engine beside an eager PyTorch peer.</summary>
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
            var report = Run(parsed.GetValue(name), parsed.GetValue(threads));
            Console.Out.WriteLine(
                parsed.GetValue(json) ? JsonSerializer.Serialize(report, Readable) : BenchTable.Write(report));
            return ExitCodes.Done;
        });
        return command;
    }

    private static BenchReport Run(string? name, int threads)
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
            Progress = new BenchProgress(Console.Error, isTerminal: !Console.IsErrorRedirected),
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
