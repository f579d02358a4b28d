using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// Corrections of a supervisor with copies drafted, beside the same token by token and beside an eager PyTorch loop
/// with cache.
/// </summary>
internal sealed class CorrectBenchmark(BenchCorrections work, PyTorchPeer? peer, BenchProgress progress)
{
    public const string Name = "correct";

    private const int MaxNewTokens = 48;
    private const int MaxPromptLength = 448;

    /// <summary>Where as many tokens are copied, drafts are meant to pay off.</summary>
    private const double MostlyCopied = 0.6;

    private const double NoLoss = 0.95;

    /// <summary>Fewer answers are not measured by themselves.</summary>
    private const int FewestRows = 32;

    private static readonly (int BatchSize, int PeerRows, double Goal)[] Batches = [(1, 24, 2.5), (16, 64, 1.5)];

    /// <param name="compute">As applied; models are in float32 all the same, but where float64 is compared.</param>
    public CorrectReport Run(ComputeOptions compute)
    {
        var machine = BenchMachine.Current();
        var library = LibTorch.Load();
        using var folder = ModelFolder.Load(work.Model, compute);
        var rival = IsKnownToPeer(folder.Model.Config) ? peer : null;
        rival?.Load(folder.Model);
        var onCuda = folder.Model.Device.type == DeviceType.CUDA;
        var requests = Requests(folder);
        var corrections = Generate(folder, requests, Asked(batchSize: 16, drafts: false)).Sequences;
        var share = CopiedTokens.Share(requests, corrections);
        return new CorrectReport
        {
            Machine = machine,
            Threads = compute.Threads,
            Device = onCuda ? "cuda" : "cpu",
            Gpu = onCuda ? CudaDevices.List()[0].Name : null,
            Libtorch = library.Version,
            Blas = library.Blas,
            Pytorch = rival?.Version,
            Note = peer is null ? PyTorchPeer.NotFound
                : rival is null ? "the PyTorch peer knows no model of this kind" : null,
            Rounds = Rounds.Count,
            Model = work.Name,
            Rows = requests.Count,
            CopiedShare = share,
            Results = [.. Parts().SelectMany(part => Batches.Select(batch => Measure(part, batch)))],
            Equality = new CorrectComparison(
                folder.Model, work.Model, compute, requests,
                [.. Batches.Select(batch => batch.BatchSize)]).Run(Asked),
        };

        GenerationOptions Asked(int batchSize, bool drafts) =>
            Options(batchSize, drafts) with { StopTokenIds = folder.StopTokenIds };

        IEnumerable<(string Name, int[] Rows)> Parts()
        {
            yield return ("all", [.. Enumerable.Range(0, requests.Count)]);
            int[] copied = [.. Enumerable.Range(0, requests.Count).Where(
                row => CopiedTokens.Share([requests[row]], [corrections[row]]) >= MostlyCopied)];
            if (copied.Length >= FewestRows && copied.Length < requests.Count)
                yield return ("mostly copied", copied);
        }

        CorrectResult Measure((string Name, int[] Rows) part, (int Size, int PeerRows, double Goal) batch)
        {
            GenerationRequest[] asked = [.. part.Rows.Select(row => requests[row])];
            GeneratedSequence[] made = [.. part.Rows.Select(row => corrections[row])];
            using var contenders = new CorrectContenders(folder.Model, asked, made, rival, batch.Size, batch.PeerRows);
            var measured = Rounds.Run(
                $"{Name}, {part.Name}, batch {batch.Size}",
                [
                    contenders.Engine(Asked(batch.Size, drafts: false)),
                    contenders.Engine(Asked(batch.Size, drafts: true)),
                    .. contenders.Peer(),
                ],
                progress);
            var counts = Generate(folder, asked, Asked(batch.Size, drafts: true)).Counts;
            return ResultOf(part.Name, CopiedTokens.Share(asked, made), batch.Size, batch.Goal, measured, counts);
        }
    }

    // It is written for the models that are made here: plain Llamas with tied embeddings.
    private static bool IsKnownToPeer(ModelConfig config) =>
        config.TieEmbeddings && !config.HasQueryKeyValueBias && !config.HasQueryKeyNorm && !config.FeedForwardBias
        && config.RopeScaling is null && config.SlidingWindow is null;

    private static GenerationOptions Options(int batchSize, bool drafts) => new()
    {
        MaxNewTokens = MaxNewTokens, BatchSize = batchSize, Speculation = drafts ? new CopySpeculation() : null,
    };

    private static CorrectResult ResultOf(
        string rows, double copiedShare, int batchSize, double goal, IReadOnlyList<Measurement[]> measured,
        GenerationCounts counts)
    {
        var drafts = BenchResult.Of("", "", null, null, measured[1], measured[0]);
        var peer = measured.Count > 2 ? BenchResult.Of("", "", null, null, measured[1], measured[2]) : null;
        return new CorrectResult
        {
            Rows = rows,
            CopiedShare = copiedShare,
            BatchSize = batchSize,
            Plain = drafts.PeerTokensPerSecond!,
            Copy = drafts.TokensPerSecond,
            Ratio = drafts.Ratio!,
            CpuRatio = drafts.CpuRatio!,
            Goal = copiedShare < MostlyCopied ? NoLoss : goal,
            Peer = peer?.PeerTokensPerSecond,
            PeerRatio = peer?.Ratio,
            Acceptance = counts.Acceptance,
            // Every token that was not drafted is the model's own, one for each sequence of a pass.
            AcceptedPerPass = (double)counts.Accepted / (counts.Tokens - counts.Accepted),
            TokensPerPass = (double)counts.Tokens / counts.Passes,
        };
    }

    private IReadOnlyList<GenerationRequest> Requests(ModelFolder folder) => AnswerSampler.Requests(
        folder,
        [
            .. work.Answers.Select(row => new AskedPrompt(
                folder.Templates.ForCorrection(row.Question, row.Answer), Repeated: row.Answer)),
        ],
        MaxPromptLength, MaxNewTokens);

    private static (IReadOnlyList<GeneratedSequence> Sequences, GenerationCounts Counts) Generate(
        ModelFolder folder, IReadOnlyList<GenerationRequest> requests, GenerationOptions options)
    {
        using var generator = new SequenceGenerator(folder.Model) { LearnsAcrossUnits = true };
        var sequences = generator.Generate(requests, options);
        return (sequences, generator.Counts);
    }
}
