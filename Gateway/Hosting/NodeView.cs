namespace SocketGateway.Gateway.Hosting;

/// <summary>One node as operators see it.</summary>
/// <param name="Name">The name of its machine.</param>
/// <param name="Process">Its process id there.</param>
/// <param name="Version">The version that it runs.</param>
/// <param name="Roles">What it does: gateway, service.</param>
/// <param name="State">up, or leaving when it stops.</param>
/// <param name="Connections">Connections whose sockets it owns.</param>
/// <param name="BufferedBytes">Input, output and state that these keep.</param>
/// <param name="UpSeconds">Seconds since it started.</param>
internal sealed record NodeView(
    string Name, int Process, string Version, IReadOnlyList<string> Roles, string State, int Connections, long BufferedBytes, double UpSeconds);
