using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// What a pass of a model costs beside its rows, in rows: reading the weights, and calling what computes. Measured once
/// and written down: no clock decides, so that the same step makes the same bits everywhere.
/// </summary>
internal static class PassCost
{
    /// <summary>What reading the weights costs a CPU: 2 where a cache holds them, 20 where none does.</summary>
    private const double ReadingCost = 20;

    private const double CachedReadingCost = 2;

    /// <summary>Weights that a cache may hold.</summary>
    private const long CachedBytes = 32L << 20;

    /// <summary>What calling a layer's operators costs a CPU, in multiply-adds.</summary>
    private const double CallingCost = 7e5;

    /// <summary>The same of a device, whose arithmetic is fast beside its memory.</summary>
    private const double DeviceReadingCost = 128;

    /// <summary>A layer's dozen of kernels, recorded, of 3 µs each, at 200 tera-multiply-adds a second.</summary>
    private const double RecordedCost = 6e9;

    /// <summary>As many operators of which the device is told one by one.</summary>
    private const double CalledCost = 30e9;

    /// <summary>
    /// Of a pass on the CPU. Too small a number drafts less than would pay, too large a one loses where little is
    /// copied.
    /// </summary>
    public static double OnCpu(LlamaModel model)
    {
        var weights = model.Parameters.Values;
        var isCached = weights.NumberOfElements * weights.element_size() <= CachedBytes;
        return (isCached ? CachedReadingCost : ReadingCost) + Calling(CallingCost, model);
    }

    /// <summary>Of a pass that a device was told of before.</summary>
    public static double Recorded(LlamaModel model) => DeviceReadingCost + Calling(RecordedCost, model);

    /// <summary>Of one that it is told of operator by operator.</summary>
    public static double Called(LlamaModel model) => DeviceReadingCost + Calling(CalledCost, model);

    private static double Calling(double cost, LlamaModel model) =>
        cost * model.Layers.Count / model.Parameters.Values.NumberOfElements;
}
