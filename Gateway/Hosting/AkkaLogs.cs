using SocketGateway.Actors.State;

namespace SocketGateway.Gateway.Hosting;

/// <summary>
/// What Akka itself logs. While accepting fails, for want of descriptors above all, Akka.IO tries again every 10 ms and says so each time, for every listener: one line
/// in 10 s is enough.
/// </summary>
internal sealed class AkkaLogs(ILoggerFactory logs, GatewayContext gateway) : ILoggerFactory
{
    private const string AcceptFailed = "Retriable socket error in TcpListener: ";
    private const string Listeners = "listeners";

    public ILogger CreateLogger(string categoryName) => new Logger(logs.CreateLogger(categoryName), logs.CreateLogger("SocketGateway.Listeners"), gateway);

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    /// <summary>The factory is the host's.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(ILogger akka, ILogger listeners, GatewayContext gateway) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => akka.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => akka.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning && formatter(state, exception) is { } line && line.IndexOf(AcceptFailed, StringComparison.Ordinal) is >= 0 and var at)
            {
                var error = line[(at + AcceptFailed.Length)..];
                gateway.Repeats.Say(GatewayLog.AcceptFailedId, Listeners, "", count => GatewayLog.AcceptFailed(listeners, count, error));
                return;
            }

            akka.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
