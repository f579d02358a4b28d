using WeakToStrong.Experiments;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>
/// Training and generation of large random models by us and by a peer on the same device. The peer goes first, in a
/// process for each shape, so that all its memory is given back before ours is taken.
/// </summary>
internal sealed class ShapeBenchmark(ShapeSettings settings, BenchProgress progress)
{
    private readonly ShapeRounds _rounds = new(settings.Rounds, progress);

    private string DeviceName => settings.IsOnCuda ? "cuda" : "cpu";

    /// <summary>Measures both sides.</summary>
    /// <param name="name">train, generate, or null for both.</param>
    /// <exception cref="InputException">There is no such benchmark of large shapes.</exception>
    public ShapeReport Run(string? name)
    {
        var jobs = Jobs(name);
        var machine = BenchMachine.Current();
        var library = LibTorch.Load();
        var card = settings.IsOnCuda ? CudaDevices.List()[0] : null;
        var peer = RunPeer(jobs);
        var denseRate = DenseRate.Measure(settings.Type, settings.Device);
        var side = new EngineSide(settings.Type, settings.Device, _rounds);
        return new ShapeReport
        {
            Machine = machine,
            Threads = settings.Compute.Threads,
            Libtorch = library.Version,
            Blas = library.Blas,
            Rounds = settings.Rounds,
            Device = DeviceName,
            Gpu = card?.Name,
            GpuMemoryBytes = card?.MemoryBytes,
            Peer = peer?.Name,
            Python = peer?.Python,
            Note = peer is null ? ShapePeer.NotFound(DeviceName) : null,
            Dtype = settings.Dtype,
            DenseRate = denseRate,
            Results =
            [
                .. jobs.Select(job =>
                    ShapeResult.Of(job, side.Run(job), peer?.Runs.GetValueOrDefault(job), denseRate)),
            ],
        };
    }

    // Smallest first.
    private List<ShapeJob> Jobs(string? name) => name switch
    {
        null => [.. settings.Shapes.SelectMany(shape => (ShapeJob[])[Training(shape), .. Generation(shape)])],
        "train" when settings.BatchSizes is null => [.. settings.Shapes.Select(Training)],
        "train" => throw new InputException("--batch", line: null, "is for the benchmark 'generate'"),
        "generate" => [.. settings.Shapes.SelectMany(Generation)],
        _ => throw new InputException(
            "bench", line: null,
            $"--shape and --device are for the benchmarks 'train' and 'generate', not for '{name}'"),
    };

    private TrainingJob Training(BenchShape shape) => new()
    {
        Shape = shape, Length = settings.Length ?? TrainingJob.UsualLength,
    };

    private IEnumerable<GenerationJob> Generation(BenchShape shape) =>
        (settings.BatchSizes ?? GenerationJob.UsualBatchSizes).Select(batch => new GenerationJob
        {
            Shape = shape, Length = settings.Length ?? GenerationJob.UsualLength, BatchSize = batch,
        });

    private PeerRuns? RunPeer(IReadOnlyList<ShapeJob> jobs)
    {
        PeerRuns? runs = null;
        foreach (var shape in jobs.GroupBy(job => job.Shape))
        {
            using var peer = ShapePeer.Start(DeviceName);
            if (peer is null)
            {
                Console.Error.WriteLine(ShapePeer.NotFound(DeviceName));
                return runs;
            }
            runs ??= new PeerRuns(peer.Name, peer.Python, []);
            foreach (var job in shape)
                runs.Runs.Add(job, peer.Run(job, settings.Dtype, _rounds));
        }
        return runs;
    }

    private sealed record PeerRuns(string Name, string Python, Dictionary<ShapeJob, ShapeRun> Runs);
}
