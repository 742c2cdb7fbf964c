using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Logins;
using SocketGateway.Gateway.Pty;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>A login to a shell whose session fails, once, when a word is typed.</summary>
internal sealed class CrashingProgramSession(
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
    public const string Word = "crash now";

    private protected override TelnetServiceOptions Settings => new()
    {
        Command = ["/bin/sh"],
        RunAs = ProgramSettings.Account,
        Environment = new Dictionary<string, string> { ["PS1"] = ProgramSettings.Prompt },
    };

    protected override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) =>
        plan.RunAsync("input", Encoding.Latin1.GetString(input).Contains(Word, StringComparison.Ordinal) ? 1 : 0, () => base.OnInputAsync(input, stop));
}
