using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>What is killed next.</summary>
internal enum VictimKind
{
    Trainer,
    Labeler,
    Runner,
    Tracker,
    RabbitMq,
    Postgres,
}

/// <summary>A kind of process, and how long to wait before it is killed.</summary>
internal sealed record PlannedKill(VictimKind Victim, TimeSpan Pause);

/// <summary>
/// The kills in their order, the same for the same seed. Every kind comes once in each round, so that few kills already
/// hit all of them; within a round the order is drawn.
/// </summary>
internal sealed class KillSequence(int seed)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    public IEnumerable<PlannedKill> All()
    {
        for (var round = 0; ; round++)
            foreach (var victim in Enum.GetValues<VictimKind>().OrderBy(kind => Draw($"order/{round}/{kind}")))
                yield return new PlannedKill(victim, Pause(Draw($"pause/{round}/{victim}")));
    }

    private static TimeSpan Pause(double draw) => ShortestPause + draw * (LongestPause - ShortestPause);

    /// <summary>Uniform in [0, 1), by the name of the draw.</summary>
    private double Draw(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"chaos/{seed}/{name}"));
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) / Math.Pow(2, 64);
    }
}
