using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace WeakToStrong.Hosting.Resources;

/// <summary>The state of the host in a file, whole at every moment.</summary>
internal sealed class StateFile(
    AppHostOptions options, ResourceTable table, TimeProvider clock, ILogger<StateFile> logger)
{
    /// <summary>Changes come in bursts; readers need the last of them.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private Task _write = Task.CompletedTask;
    private bool _isDue;
    private volatile string? _url;

    /// <summary>How rows are spelt, here and on standard output.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes what is true a moment later; further changes until then need no write of their own.</summary>
    public void WriteSoon(string? url)
    {
        _url = url;
        if (!Interlocked.Exchange(ref _isDue, true))
            _write = WriteAsync(_write);
    }

    /// <summary>There is no host any more.</summary>
    public async Task RemoveAsync()
    {
        await _write;
        File.Delete(options.StateFile);
    }

    private async Task WriteAsync(Task earlier)
    {
        await earlier;
        await Task.Delay(Delay, clock);
        Volatile.Write(ref _isDue, false);
        try
        {
            Write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{File} was not written: {Reason}", options.StateFile, failure.Message);
        }
    }

    /// <summary>Beside the file, then renamed: a reader sees the old state or the new one.</summary>
    private void Write()
    {
        var state = new HostState
        {
            Pid = Environment.ProcessId,
            StartedAt = _startedAt,
            WrittenAt = clock.GetUtcNow(),
            Url = _url,
            Resources = table.Rows,
        };
        var temporary = options.StateFile + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state, Json));
        File.Move(temporary, options.StateFile, overwrite: true);
    }
}
