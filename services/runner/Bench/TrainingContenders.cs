using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Runner.Bench;

/// <summary>Engine and peer with the same model to train, from the same weights and with the same settings.</summary>
internal sealed class TrainingContenders : IDisposable
{
    private const double LossTolerance = 1e-4;

    // Float32 sums in another order drift apart a little with every update.
    private const double TrainedLossTolerance = 1e-2;

    private readonly EngineTrainer _engine;
    private readonly PyTorchPeer? _peer;

    public TrainingContenders(string preset, PyTorchPeer? peer)
    {
        _engine = new EngineTrainer(preset);
        _peer = peer;
        _peer?.Load(_engine.Model);
        _peer?.Optimise(EngineTrainer.Settings, EngineTrainer.LearningRate, EngineTrainer.MaximumNorm);
    }

    /// <summary>One update per batch by the engine; batches are packed.</summary>
    public Func<int, Measurement> Engine(IReadOnlyList<TokenSample[][]> rounds) =>
        round => _engine.Train(rounds[round]);

    /// <summary>One update per batch by the peer, if there is one; batches are padded to the longest sample.</summary>
    public IEnumerable<Func<int, Measurement>> Peer(IReadOnlyList<TokenSample[][]> rounds) =>
        _peer is null ? [] : [round => _peer.Train(rounds[round].Select(Tokens)).Measurement()];

    /// <summary>Lets both make the same updates; compares the loss before the first and at the last of them.</summary>
    /// <returns>What was found; null without a peer.</returns>
    /// <exception cref="InvalidOperationException">They differ: comparing their speed would mean nothing.</exception>
    public string? CheckEqualWork(TokenSample[][] batches)
    {
        if (_peer is null)
            return null;
        var before = Math.Abs(_engine.Loss(batches[0]) - _peer.Loss(Tokens(batches[0])).Loss!.Value);
        _engine.Train(batches);
        var after = Math.Abs(_engine.LastLoss - _peer.Train(batches.Select(Tokens)).Loss!.Value);
        var found = FormattableString.Invariant(
            $"losses differ by {before:0.0e0} on the same weights, by {after:0.0e0} at update {batches.Length}");
        return before <= LossTolerance && after <= TrainedLossTolerance
            ? found
            : throw new InvalidOperationException($"engine and PyTorch peer do not compute the same: {found}");
    }

    public void Dispose() => _engine.Dispose();

    private static IEnumerable<IReadOnlyList<int>> Tokens(TokenSample[] batch) =>
        batch.Select(sample => sample.Tokens);
}
