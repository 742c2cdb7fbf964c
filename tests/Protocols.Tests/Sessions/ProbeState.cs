using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

[StateVersion(3, ReadsFrom = 2)]
internal sealed record ProbeState
{
    public int Count { get; init; }
    public string Text { get; init; } = "";
}
