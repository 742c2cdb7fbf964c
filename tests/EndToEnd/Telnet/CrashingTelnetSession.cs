using System.Buffers;
using Microsoft.Extensions.Logging;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Logins;
using SocketGateway.Gateway.Pty;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>Does everything, then fails before it can be committed.</summary>
internal sealed class CrashingTelnetSession(
    GatewayStart start,
    UserDirectory users,
    LoginGuard guard,
    ConsoleCommands console,
    IConnections connections,
    IConnectionEvents events,
    ProgramRegistry programs,
    TimeProvider clock,
    ILogger<TelnetSession> log,
    CrashPlan plan) : TelnetSession(start, users, guard, console, connections, events, programs, clock, log)
{
    protected override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) =>
        plan.RunAsync("input", Client.InputOffset + input.Length - 1, () => base.OnInputAsync(input, stop));

    protected override ValueTask OnTimerAsync(string name, CancellationToken stop) => plan.RunAsync(name, () => base.OnTimerAsync(name, stop));
}
