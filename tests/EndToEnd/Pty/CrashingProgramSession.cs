using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Pty;
using SocketGateway.Gateway.Telnet;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>A login to a shell whose session fails when a word is typed.</summary>
internal sealed class CrashingProgramSession(
    GatewayStart start, UserDirectory users, IConnections connections, ProgramRegistry programs, ILogger<TelnetSession> log)
    : TelnetSession(start, users, connections, programs, log)
{
    public const string Poison = "crash now";

    private protected override TelnetServiceOptions Settings => new()
    {
        Command = ["/bin/sh"],
        RunAs = ProgramSettings.Account,
        Environment = new Dictionary<string, string> { ["PS1"] = ProgramSettings.Prompt },
    };

    protected override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) =>
        Encoding.Latin1.GetString(input).Contains(Poison, StringComparison.Ordinal)
            ? throw new InvalidOperationException("planned failure")
            : base.OnInputAsync(input, stop);
}
