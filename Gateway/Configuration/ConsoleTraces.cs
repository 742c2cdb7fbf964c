namespace SocketGateway.Gateway.Configuration;

/// <summary>Whether traces are printed.</summary>
internal enum ConsoleTraces
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>Always.</summary>
    On,

    /// <summary>When there is neither an OTLP endpoint nor systemd.</summary>
    Auto,
}
