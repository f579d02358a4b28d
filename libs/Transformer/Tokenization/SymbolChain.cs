namespace WeakToStrong.Transformer.Tokenization;

/// <summary>The symbols of a word while they are merged: a doubly linked list over arrays; -1 is "none".</summary>
internal sealed class SymbolChain
{
    private const int None = -1;

    private readonly int[] _ids;
    private readonly int[] _previous;
    private readonly int[] _next;
    private int _count;

    /// <param name="ids">The word's symbols; the chain's own from now on.</param>
    public SymbolChain(int[] ids)
    {
        _count = ids.Length;
        _ids = ids;
        _previous = new int[_count];
        _next = new int[_count];
        for (var i = 0; i < _count; i++)
            (_previous[i], _next[i]) = (i - 1, i + 1 < _count ? i + 1 : None);
    }

    public int Id(int position) => _ids[position];

    public int Next(int position) => _next[position];

    public int Previous(int position) => _previous[position];

    public bool IsAlive(int position) => _ids[position] != None;

    public void MergeWithNext(int position, int merged)
    {
        var right = _next[position];
        _ids[position] = merged;
        _ids[right] = None;
        _next[position] = _next[right];
        if (_next[right] != None)
            _previous[_next[right]] = position;
        _count--;
    }

    /// <summary>The symbols that are left. The first position is never merged away.</summary>
    public int[] Ids()
    {
        var ids = new int[_count];
        for (int i = 0, position = 0; i < _count; i++, position = _next[position])
            ids[i] = _ids[position];
        return ids;
    }
}
