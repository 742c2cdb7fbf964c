using System.Buffers;
using Microsoft.Extensions.Logging;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>Does everything, then fails before it can be committed.</summary>
internal sealed class CrashingTelnetSession(
    GatewayStart start, UserDirectory users, IConnections connections, ILogger<TelnetSession> log, CrashPlan plan)
    : TelnetSession(start, users, connections, log)
{
    protected override async ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        await base.OnInputAsync(input, stop);
        if (plan.Strikes(Client.InputOffset + input.Length)) throw new InvalidOperationException("planned");
    }
}
