namespace WeakToStrong.Tracker.Components.Live;

/// <summary>
/// What was told to somebody who will say it back, in order but maybe not all of it, and later: over a slow line, or
/// from a busy machine. Until then it counts already.
/// </summary>
internal sealed class Echoes
{
    // Of more, some have been lost.
    private const int MostAwaited = 64;

    private readonly List<string> _told = [];

    /// <summary>What was told last and has not come back; null: all has.</summary>
    public string? Latest => _told.LastOrDefault();

    public void Add(string told)
    {
        if (_told.Count == MostAwaited)
            _told.RemoveAt(0);
        _told.Add(told);
    }

    /// <summary>Takes what is said.</summary>
    /// <returns>Whether it had been told. If not it is news, and what was told before counts no more.</returns>
    public bool Take(string said)
    {
        var at = _told.IndexOf(said);
        _told.RemoveRange(0, at < 0 ? _told.Count : at + 1);
        return at >= 0;
    }
}
