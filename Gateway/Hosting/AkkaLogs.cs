using SocketGateway.Actors.State;

namespace SocketGateway.Gateway.Hosting;

/// <summary>
/// What Akka itself logs. While accepting fails, for want of descriptors above all, Akka.IO tries again every 10 ms and says so each time, for every listener; while a node is away,
/// remoting says so at each try: one line in 10 s is enough.
/// </summary>
internal sealed class AkkaLogs(ILoggerFactory logs, GatewayContext gateway) : ILoggerFactory
{
    private const string AcceptFailed = "Retriable socket error in TcpListener: ";
    private const string Listeners = "listeners";
    private const string NodeAway = "Tried to associate with unreachable remote address ";
    private const string Nodes = "nodes";

    public ILogger CreateLogger(string categoryName) => new Logger(logs.CreateLogger(categoryName), logs.CreateLogger("SocketGateway.Listeners"), gateway);

    public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

    /// <summary>The factory is the host's.</summary>
    public void Dispose()
    {
    }

    private static string? After(string line, string words) => line.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at ? line[(at + words.Length)..] : null;

    private sealed class Logger(ILogger akka, ILogger listeners, GatewayContext gateway) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => akka.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => akka.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning && formatter(state, exception) is { } line)
            {
                if (After(line, AcceptFailed) is { } error)
                {
                    gateway.Repeats.Say(GatewayLog.AcceptFailedId, Listeners, "", count => GatewayLog.AcceptFailed(listeners, count, error));
                    return;
                }

                if (After(line, NodeAway) is { } node)
                {
                    gateway.Repeats.Say(GatewayLog.NodeAwayId, Nodes, "", count => GatewayLog.NodeAway(akka, count, node));
                    return;
                }
            }

            akka.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
