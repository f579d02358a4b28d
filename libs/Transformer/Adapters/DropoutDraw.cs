namespace WeakToStrong.Transformer.Adapters;

/// <summary>
/// Which masks the passes over a micro-batch take: a function of these numbers alone, so that a pass may be made again
/// and a training resumed.
/// </summary>
/// <param name="Stage">Names the training within its step.</param>
/// <param name="Update">Updates made before.</param>
/// <param name="Part">Tells the micro-batches of an update apart, such as by their first sample's number.</param>
public readonly record struct DropoutDraw(string Stage, int Update, int Part);
