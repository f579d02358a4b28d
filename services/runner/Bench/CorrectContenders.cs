using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench;

/// <summary>Who corrects in a round: the engine all rows, the slower peer some of them, other ones each time.</summary>
internal sealed class CorrectContenders(
    LlamaModel model, IReadOnlyList<GenerationRequest> requests, IReadOnlyList<GeneratedSequence> corrections,
    PyTorchPeer? peer, int batchSize, int peerRows) : IDisposable
{
    private readonly List<SequenceGenerator> _generators = [];

    public Func<int, Measurement> Engine(GenerationOptions options)
    {
        var generator = new SequenceGenerator(model) { LearnsAcrossUnits = true, KeepsCache = true };
        _generators.Add(generator);
        return _ =>
        {
            // What it has learned from these rows it would know of them.
            generator.Forget();
            return Measurement.Of(() =>
                generator.Generate(requests, options).Sum(sequence => (long)sequence.Tokens.Count));
        };
    }

    /// <summary>
    /// The peer does not look for the end: in each batch it makes as many tokens for every row as the longest has, and
    /// all of them count, which is to its advantage.
    /// </summary>
    public IEnumerable<Func<int, Measurement>> Peer() => peer is null ? [] : [round => Correct(peer, RowsOf(round))];

    public void Dispose()
    {
        foreach (var generator in _generators)
            generator.Dispose();
    }

    private Measurement Correct(PyTorchPeer rival, IEnumerable<int> rows)
    {
        var parts = rows.OrderByDescending(row => requests[row].Prompt.Count).Chunk(batchSize)
            .Select(batch => rival.Generate(
                batch.Select(row => requests[row].Prompt),
                batch.Max(row => corrections[row].Tokens.Count)).Measurement())
            .ToList();
        return new Measurement
        {
            Tokens = parts.Sum(part => part.Tokens),
            Seconds = parts.Sum(part => part.Seconds),
            CpuSeconds = parts.Sum(part => part.CpuSeconds),
        };
    }

    private IEnumerable<int> RowsOf(int round) => Enumerable.Range(round * peerRows, peerRows)
        .Select(row => row % requests.Count).Distinct();
}
