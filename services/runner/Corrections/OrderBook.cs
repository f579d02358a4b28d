using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WeakToStrong.Endpoints.Corrections;

namespace WeakToStrong.Runner.Corrections;

/// <summary>An order and whether it is still wanted.</summary>
internal sealed record OpenOrder(CorrectionOrder Order, CancellationToken Stop);

/// <summary>
/// Orders as they come in, first come first served. The end of the input ends this process at once, in the middle of a
/// correction, so that no runner outlives its parent.
/// </summary>
internal sealed class OrderBook : IDisposable
{
    private readonly TextReader _input;
    private readonly BlockingCollection<OpenOrder> _waiting = [];
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _open = new();

    public OrderBook(TextReader input)
    {
        _input = input;
        new Thread(Listen) { IsBackground = true, Name = "orders" }.Start();
    }

    /// <summary>Waits for an order, again and again.</summary>
    public IEnumerable<OpenOrder> Orders() => _waiting.GetConsumingEnumerable();

    /// <summary>Takes an order if there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out OpenOrder? order) => _waiting.TryTake(out order);

    /// <summary>It is done, one way or another.</summary>
    public void Close(long id)
    {
        if (_open.TryRemove(id, out var stop))
            stop.Dispose();
    }

    public void Dispose() => _waiting.Dispose();

    private void Listen()
    {
        while (_input.ReadLine() is { } line)
            if (CorrectionProtocol.TryRead<CorrectionOrder>(line) is { } order)
                Take(order);
        Environment.Exit(ExitCodes.Done);
    }

    private void Take(CorrectionOrder order)
    {
        if (order.Question is null)
            GiveUp(order.Id);
        else
            _waiting.Add(new OpenOrder(order, _open.GetOrAdd(order.Id, _ => new CancellationTokenSource()).Token));
    }

    private void GiveUp(long id)
    {
        try
        {
            _open.GetValueOrDefault(id)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was done just now.
        }
    }
}
