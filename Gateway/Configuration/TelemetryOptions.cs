namespace SocketGateway.Gateway.Configuration;

/// <summary>Traces and metrics.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>Whether traces are printed. Default <see cref="ConsoleTraces.Auto"/>.</summary>
    public ConsoleTraces Console { get; init; } = ConsoleTraces.Auto;

    /// <summary>Whether each step of a session is a span. Default false: it costs speed.</summary>
    public bool Steps { get; init; }
}
