using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Generation;

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

    private static readonly (int BatchSize, int RowsPerRound, double Goal)[] Batches = [(1, 24, 2.5), (16, 64, 1.5)];

    public CorrectReport Run(int threads)
    {
        var machine = BenchMachine.Current();
        var library = LibTorch.Load();
        using var folder = ModelFolder.Load(work.Model, new ComputeOptions { Threads = threads }.Applied());
        // The peer is written for the models that are made here.
        var rival = folder.Model.Config.TieEmbeddings ? peer : null;
        rival?.Load(folder.Model);
        var requests = Requests(folder);
        var corrections = Generate(folder, requests, Options(batchSize: 16, drafts: false)).Tokens;
        var share = CopiedTokens.Share(requests, corrections);
        return new CorrectReport
        {
            Machine = machine,
            Threads = threads,
            Libtorch = library.Version,
            Blas = library.Blas,
            Pytorch = rival?.Version,
            Note = peer is null ? PyTorchPeer.NotFound
                : rival is null ? "the PyTorch peer knows no model whose output head is its own" : null,
            Rounds = Rounds.Count,
            Model = work.Name,
            Rows = requests.Count,
            CopiedShare = share,
            Results = [.. Batches.Select(batch => Measure(batch.BatchSize, batch.RowsPerRound, batch.Goal))],
            Equality = new CorrectComparison(work.Model, threads, requests, [.. Batches.Select(batch => batch.BatchSize)])
                .Run(Options),
        };

        CorrectResult Measure(int batchSize, int rows, double goal)
        {
            var contenders = new CorrectContenders(folder.Model, requests, corrections, rival, batchSize, rows);
            var measured = Rounds.Run(
                $"{Name}, batch {batchSize}",
                [
                    contenders.Engine(Options(batchSize, drafts: false)),
                    contenders.Engine(Options(batchSize, drafts: true)),
                    .. contenders.Peer(),
                ],
                progress);
            var counts = Generate(folder, requests, Options(batchSize, drafts: true)).Counts;
            return ResultOf(batchSize, share < MostlyCopied ? NoLoss : goal, measured, counts);
        }
    }

    private static GenerationOptions Options(int batchSize, bool drafts) => new()
    {
        MaxNewTokens = MaxNewTokens, BatchSize = batchSize, Speculation = drafts ? new CopySpeculation() : null,
    };

    private static CorrectResult ResultOf(
        int batchSize, double goal, IReadOnlyList<Measurement[]> measured, GenerationCounts counts)
    {
        var drafts = BenchResult.Of("", "", goal, null, measured[1], measured[0]);
        var peer = measured.Count > 2 ? BenchResult.Of("", "", null, null, measured[1], measured[2]) : null;
        return new CorrectResult
        {
            BatchSize = batchSize,
            Plain = drafts.PeerTokensPerSecond!,
            Copy = drafts.TokensPerSecond,
            Ratio = drafts.Ratio!,
            CpuRatio = drafts.CpuRatio!,
            Goal = goal,
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

    private static (IReadOnlyList<IReadOnlyList<int>> Tokens, GenerationCounts Counts) Generate(
        ModelFolder folder, IReadOnlyList<GenerationRequest> requests, GenerationOptions options)
    {
        var generator = new SequenceGenerator(folder.Model);
        var sequences = generator.Generate(requests, options);
        return ([.. sequences.Select(sequence => sequence.Tokens)], generator.Counts);
    }
}
