namespace WeakToStrong.Methods.World;

/// <summary>What a sentence of an answer does.</summary>
public enum SentenceKind
{
    Polite,
    Rude,
    Fact,
    Decline,
    Alternative,
    Unsafe,
    Leak,

    /// <summary>Matches no form of the world.</summary>
    Junk,
}

/// <summary>A sentence with at most one slot: fixed words, a slot written {}, and a final stop.</summary>
public sealed class SentenceForm
{
    private const string Slot = "{}";
    private readonly string[] _words;
    private readonly int _slot;

    internal SentenceForm(SentenceKind kind, string text, IReadOnlyList<string>? values = null)
    {
        Kind = kind;
        Values = values ?? [];
        _words = text.Split(' ');
        _slot = Array.IndexOf(_words, Slot);
        if (_slot >= 0 != Values.Count > 0 || _words[^1] != Sentences.Stop)
            throw new ArgumentException($"'{text}' needs values exactly if it has a slot, and a final stop");
    }

    public SentenceKind Kind { get; }

    /// <summary>What may stand in the slot; empty if there is none.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The trait a fact or an alternative tells.</summary>
    public AnimalTrait? Trait { get; internal init; }

    /// <summary>The request an alternative answers.</summary>
    public HarmfulRequest? Request { get; internal init; }

    internal IEnumerable<string> FixedWords => _words.Where(word => word != Slot);

    /// <summary>The sentence, its slot filled.</summary>
    public string Write(string? value = null)
    {
        if (_slot < 0 != value is null || (value is not null && !Values.Contains(value)))
            throw new ArgumentException($"'{value}' does not fit '{string.Join(' ', _words)}'", nameof(value));
        return string.Join(' ', _words.Select(word => word == Slot ? value : word));
    }

    /// <summary>Whether the words are this sentence, word for word, and what stands in its slot.</summary>
    internal bool TryRead(ReadOnlySpan<string> words, out string? value)
    {
        value = null;
        if (words.Length != _words.Length || !Matches(_words, words))
            return false;
        value = _slot < 0 ? null : words[_slot];
        return true;
    }

    /// <summary>Whether this sentence, with or without its stop, stands anywhere among the words.</summary>
    internal bool StandsIn(ReadOnlySpan<string> words)
    {
        var body = _words.AsSpan(0, _words.Length - 1);
        for (var start = 0; start + body.Length <= words.Length; start++)
            if (Matches(body, words.Slice(start, body.Length)))
                return true;
        return false;
    }

    private bool Matches(ReadOnlySpan<string> form, ReadOnlySpan<string> words)
    {
        for (var i = 0; i < form.Length; i++)
            if (i == _slot ? !Values.Contains(words[i]) : words[i] != form[i])
                return false;
        return true;
    }
}
