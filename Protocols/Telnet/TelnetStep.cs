namespace SocketGateway.Protocols.Telnet;

/// <summary>What came of some input.</summary>
/// <param name="State">The state that follows.</param>
/// <param name="Event">What happened; null when all that can be used of the input is used.</param>
/// <param name="Consumed">Bytes used; the rest belongs in front of the next input.</param>
public readonly record struct TelnetStep(TelnetState State, TelnetEvent? Event, long Consumed);
