using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Telnet;

/// <summary>Who types a command, and over which connection.</summary>
/// <param name="User">The name, as configured.</param>
/// <param name="Role">The role in which the user is served.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Service">The service that serves it.</param>
internal sealed record ConsoleCaller(string User, string Role, ConnectionInfo Connection, string Service)
{
    /// <summary>The session runs on another node, which passed the command on.</summary>
    public bool IsRelayed { get; init; }
}
