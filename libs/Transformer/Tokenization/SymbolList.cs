namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// A word's symbols under construction. An unknown one is held back, since it may be one with the next; as in Hugging
/// Face tokenizers the bytes of a character pass it by.
/// </summary>
/// <param name="unknown">The unknown token's id; negative where there is none.</param>
/// <param name="fuses">Whether unknown characters that touch are one.</param>
/// <param name="capacity">Symbols that are expected.</param>
internal sealed class SymbolList(int unknown, bool fuses, int capacity)
{
    private readonly List<int> _ids = new(capacity);
    private bool _isUnknownPending;

    /// <param name="id">Negative for an unknown symbol.</param>
    public void Add(int id)
    {
        if (id >= 0 || !fuses)
            Flush();
        if (id >= 0)
            _ids.Add(id);
        else
            _isUnknownPending = unknown >= 0;
    }

    public void AddByte(int id) => _ids.Add(id);

    public int[] Finish()
    {
        Flush();
        return [.. _ids];
    }

    private void Flush()
    {
        if (_isUnknownPending)
            _ids.Add(unknown);
        _isUnknownPending = false;
    }
}
