using System.Diagnostics;
using System.Net;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Telnet;

/// <summary>A list of connections; remembers who was kicked.</summary>
internal sealed class FakeConnections(params IEnumerable<ConnectionSnapshot> connections) : IConnections
{
    public List<ConnectionId> Kicked { get; } = [];

    /// <summary>Kicks come too late.</summary>
    public bool AllGone { get; init; }

    public int Count => connections.Count();

    public static ConnectionSnapshot Snapshot(uint number, string service, HeldUpBy heldUpBy = HeldUpBy.Nobody) => new(
        Info(number), service, "serving", 1, 7, null, 300, 300, 4000, 4000, 65536, 65536, TimeSpan.FromSeconds(5), heldUpBy);

    public static ConnectionInfo Info(uint number, ActivityContext trace = default)
    {
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Loopback, 40000 + (int)number), new IPEndPoint(IPAddress.Loopback, 10007));
        return new ConnectionInfo(ConnectionId.Create(0xABCD, number), sockets, "telnet", trace);
    }

    public ValueTask<IReadOnlyList<ConnectionSnapshot>> ListAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<ConnectionSnapshot>>([.. connections]);

    public ValueTask<(ConnectionSnapshot? Connection, string? Error)> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var found = connections.FirstOrDefault(c => c.Info.Id.Matches(id));
        return ValueTask.FromResult((found, found is null ? $"no connection {id}" : null));
    }

    public bool Kick(ConnectionId id, string reason = CloseReasons.Kicked)
    {
        if (AllGone) return false;
        Kicked.Add(id);
        return true;
    }

    public ValueTask<PushResult> SendAsync(ConnectionId id, PushMessage message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<PushResult> SendAsync(string alias, PushMessage message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
