using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// Greedy generation with a cache of keys and values, always to the same number of new tokens. Prompts have different
/// lengths: the engine packs them, the peer pads them on the left.
/// </summary>
internal static class GenerateBenchmark
{
    private const string Preset = "micro";
    private const double Goal = 1.5;

    // Nothing stops a sequence but its length.
    private static readonly GenerationOptions Options = new() { MaxNewTokens = 48, BatchSize = 32, StopTokenIds = [] };

    public static IEnumerable<BenchResult> Run(BenchContext context)
    {
        const string name = $"generate {Preset}";
        var prompts = context.World.Prompts(Options.BatchSize);
        using var model = LlamaModel.Create(Presets.Get(Preset, WorldTokens.VocabularySize), seed: 1);
        using var generator = new SequenceGenerator(model);
        context.Peer?.Load(model);
        var check = context.Peer is { } peer ? CompareSequences(generator, peer, prompts) : null;
        var measured = Rounds.Run(
            name, [_ => Generate(generator, prompts), .. PeerRounds(context.Peer, prompts)], context.Progress);
        return [BenchResult.Of(name, Work(prompts), Goal, check, measured[0], measured.ElementAtOrDefault(1))];
    }

    private static Measurement Generate(SequenceGenerator generator, IReadOnlyList<int[]> prompts) =>
        Measurement.Of(() => generator.Generate(prompts, Options).Sum(sequence => (long)sequence.Tokens.Count));

    private static IEnumerable<Func<int, Measurement>> PeerRounds(PyTorchPeer? peer, IReadOnlyList<int[]> prompts) =>
        peer is null ? [] : [_ => peer.Generate(prompts, Options.MaxNewTokens).Measurement()];

    // Not required to be equal: where two tokens are as good as equally likely, rounding may choose.
    private static string CompareSequences(
        SequenceGenerator generator, PyTorchPeer peer, IReadOnlyList<int[]> prompts)
    {
        var ours = generator.Generate(prompts, Options);
        var theirs = peer.Generate(prompts, Options.MaxNewTokens).Sequences!;
        var equal = ours.Zip(theirs, (left, right) => left.Tokens.SequenceEqual(right)).Count(isEqual => isEqual);
        return $"{equal} of {prompts.Count} sequences are equal token for token";
    }

    private static string Work(IReadOnlyList<int[]> prompts)
    {
        var lengths = prompts.Select(prompt => prompt.Length).ToArray();
        return $"{Preset}, {prompts.Count} prompts of {lengths.Min()} to {lengths.Max()} tokens, "
            + $"{Options.MaxNewTokens} new tokens each, greedy, with cache";
    }
}
