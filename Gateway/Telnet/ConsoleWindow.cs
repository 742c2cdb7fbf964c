using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>The window that output is to fit, in characters.</summary>
/// <param name="Columns">Its width.</param>
/// <param name="Rows">Its height.</param>
/// <param name="IsKnown">The client reported it (RFC 1073): there is somebody who looks.</param>
internal readonly record struct ConsoleWindow(int Columns, int Rows, bool IsKnown = true)
{
    private const int LeastRows = 4;

    /// <summary>What a terminal had when RFC 854 was written, for clients that say nothing.</summary>
    public static readonly ConsoleWindow Default = new(80, 24, IsKnown: false);

    public static ConsoleWindow Of(TelnetState telnet) => new(
        telnet.Columns > 0 ? telnet.Columns : Default.Columns,
        telnet.Rows > 0 ? Math.Max(telnet.Rows, LeastRows) : Default.Rows,
        telnet is { Columns: > 0, Rows: > 0 });
}
