using Microsoft.Extensions.Logging;

namespace WeakToStrong.Hosting.Display;

/// <summary>Warnings and errors of the host and of Aspire, as lines of the display.</summary>
[ProviderAlias("Host")]
internal sealed class HostLoggerProvider(HostEvents events) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new HostLogger(events);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class HostLogger(HostEvents events) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            // A cancelled start or wait is what a stop looks like from inside.
            if (!IsEnabled(logLevel) || exception is OperationCanceledException)
                return;
            events.Say(formatter(state, exception).ReplaceLineEndings(" "));
            if (exception is not null)
                events.Say($"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
