using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>Our side of a job: a model and what is done with it.</summary>
internal abstract class EngineWork(LlamaModel model) : IDisposable
{
    /// <summary>Loss of the newest update; null where nothing is trained.</summary>
    public virtual double? Loss => null;

    protected LlamaModel Model { get; } = model;

    /// <summary>Does one round.</summary>
    /// <returns>Tokens that were read or made.</returns>
    public abstract long Round();

    public virtual void Dispose() => Model.Dispose();
}
