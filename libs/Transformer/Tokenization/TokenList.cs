namespace WeakToStrong.Transformer.Tokenization;

/// <summary>A vocabulary under construction: tokens in the byte alphabet, numbered as they come.</summary>
internal sealed class TokenList
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public int Count => _texts.Count;

    public IReadOnlyDictionary<string, int> Index => _index;

    public string this[int id] => _texts[id];

    /// <summary>The token's id, new or not.</summary>
    public int Add(string text)
    {
        if (_index.TryGetValue(text, out var id))
            return id;
        _texts.Add(text);
        return _index[text] = _texts.Count - 1;
    }
}
