namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>Two trackers over one database.</summary>
internal sealed class TwoTrackers : IAsyncDisposable
{
    private TwoTrackers(TestTracker first, TestTracker second) => (First, Second) = (first, second);

    public TestTracker First { get; }

    public TestTracker Second { get; }

    public static async Task<TwoTrackers> OpenAsync(TestStore store) =>
        new(await TestTracker.OpenAsync(store), await TestTracker.OpenAsync(store));

    /// <summary>Does everything at once, by turns with the one and with the other.</summary>
    public async Task AtOnceAsync(IEnumerable<Func<TestTracker, Task>> actions)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = actions.Select((action, index) => Task.Run(async () =>
        {
            await start.Task;
            await action(index % 2 == 0 ? First : Second);
        })).ToList();
        start.SetResult();
        await Task.WhenAll(tasks);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
