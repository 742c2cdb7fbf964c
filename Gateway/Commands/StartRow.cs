namespace SocketGateway.Gateway.Commands;

/// <summary>One line of the table at start. Further commands for the same listener stand on lines of their own, with the rest
/// empty.</summary>
internal sealed record StartRow(string Port, string Service, string TryMe);
