namespace WeakToStrong.Workers;

/// <summary>
/// The final messages of the latest attempts, so that a command delivered again is answered again, not executed
/// again. The oldest is forgotten first.
/// </summary>
internal sealed class FinishedAttempts(int capacity)
{
    private readonly Dictionary<Guid, object> _messages = [];
    private readonly Queue<Guid> _order = new();

    public void Add(Guid attemptId, object finalMessage)
    {
        if (!_messages.TryAdd(attemptId, finalMessage))
            return;
        _order.Enqueue(attemptId);
        if (_order.Count > capacity)
            _messages.Remove(_order.Dequeue());
    }

    public object? Find(Guid attemptId) => _messages.GetValueOrDefault(attemptId);
}
