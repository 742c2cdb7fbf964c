using System.Buffers;
using SocketGateway.EndToEnd.Hosting;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>The session that ships, failing where the plan says.</summary>
internal sealed class CrashingFtpSession(CrashPlan plan, FtpHost host, FtpLogins logins, TimeProvider clock)
    : FtpSession(new FtpServiceOptions { Root = host.Root, ConfineToHome = false, Anonymous = AnonymousAccess.ReadOnly }, logins, clock)
{
    protected override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop) =>
        plan.RunAsync("command", () => base.OnInputAsync(input, stop));

    protected override ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop) =>
        plan.RunAsync("writable", () => base.OnWritableAsync(channel, credit, stop));

    protected override ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop) =>
        plan.RunAsync("data", () => base.OnChannelInputAsync(channel, input, stop));

    protected override ValueTask OnChannelInputEndedAsync(SessionChannel channel, CancellationToken stop) =>
        plan.RunAsync("end", () => base.OnChannelInputEndedAsync(channel, stop));

    protected override ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop) =>
        plan.RunAsync("closed", () => base.OnChannelClosedAsync(channel, flushed, acknowledged, reason, stop));
}
