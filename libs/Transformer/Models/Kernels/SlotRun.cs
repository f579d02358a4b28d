namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>Neighbouring rows of one slot of a cache, in the order of their places.</summary>
/// <param name="First">The first row.</param>
/// <param name="End">The row after the last.</param>
internal readonly record struct SlotRun(int Slot, int First, int End)
{
    /// <summary>How many rows.</summary>
    public int Count => End - First;

    /// <param name="slots">[N] Slot of each row.</param>
    public static List<SlotRun> Of(int[] slots)
    {
        var runs = new List<SlotRun>();
        for (int row = 0, end; row < slots.Length; row = end)
        {
            for (end = row + 1; end < slots.Length && slots[end] == slots[row];)
                end++;
            runs.Add(new SlotRun(slots[row], row, end));
        }
        return runs;
    }
}
