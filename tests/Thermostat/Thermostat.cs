namespace SocketGateway.Thermostat;

/// <summary>What a connection's thermostat remembers, whatever happens to the session.</summary>
public sealed record Thermostat(int Target = 20, int Changes = 0);
