namespace WeakToStrong.W2s.Remote;

/// <summary>
/// Bridges the times at which a server that was reached cannot be: it is being started again, or the network is away.
/// The user is told once for each.
/// </summary>
internal sealed class Outage(ServerAddress server, Guid runId, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long? _began;
    private TimeSpan _pause = FirstPause;

    /// <summary>Whether another attempt may find it otherwise.</summary>
    public static bool IsPassing(Exception failure) =>
        failure is IOException or OperationCanceledException or ServerException { IsPassing: true };

    /// <summary>Does what reads and changes nothing, again and again until it is done.</summary>
    public async Task<T> BridgeAsync<T>(Func<Task<T>> read, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var result = await read();
                Over();
                return result;
            }
            catch (Exception failure) when (IsPassing(failure) && !stop.IsCancellationRequested)
            {
                await WaitAsync(failure, stop);
            }
        }
    }

    /// <summary>The server answers.</summary>
    public void Over() => (_began, _pause) = (null, FirstPause);

    /// <summary>The server does not answer: waits a little, each time longer, and gives up in the end.</summary>
    /// <exception cref="CommandException">It has not answered for minutes.</exception>
    public async Task WaitAsync(Exception? failure, CancellationToken stop)
    {
        if (_began is not { } began)
        {
            _began = time.GetTimestamp();
            say($"w2s: the connection to {server.Name} is lost; trying to get it back (the run goes on)");
        }
        else if (time.GetElapsedTime(began) > Patience)
        {
            var reason = failure is ServerException ? failure.Message : $"{server.Name} says nothing any more";
            throw new CommandException(
                $"{reason}; './w2s show {runId:N} --server {server.Name}' says how the run is when it does");
        }
        await Task.Delay(_pause, time, stop);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
