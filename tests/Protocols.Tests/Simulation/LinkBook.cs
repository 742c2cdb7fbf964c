using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>What was given to each link: nothing else may come out of it, and what bulk sessions sent comes as it was.</summary>
internal sealed class LinkBook(SimulatedWorld world)
{
    private readonly HashSet<(ulong Link, LinkRole From, ulong Connection, Type Type, int Epoch, long Key)> _sent = [];
    private readonly Dictionary<ulong, long> _bulk = [];

    public Commit NextBulk(ConnectionId connection, int length)
    {
        var number = _bulk[connection.Value] = _bulk.GetValueOrDefault(connection.Value) + 1;
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = Pattern(connection, number, i);
        return new Commit(1, number) { Primary = new ChannelDelta { Output = bytes } };
    }

    public void Sent(ulong link, LinkRole from, ConnectionId connection, SessionProtocol message) =>
        _sent.Add((link, from, connection.Value, message.GetType(), message.Epoch, KeyOf(message)));

    public void Arrived(ulong link, LinkRole at, ConnectionId connection, SessionProtocol message)
    {
        var from = at == LinkRole.Gateway ? LinkRole.Service : LinkRole.Gateway;
        if (!_sent.Contains((link, from, connection.Value, message.GetType(), message.Epoch, KeyOf(message)))) world.Fail($"{message.GetType().Name} came out of a link that it was not given to");
        if (connection == SimulatedCluster.Connection || message is not Commit bulk) return;
        var bytes = bulk.Primary.Output.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != Pattern(connection, bulk.Number, i)) world.Fail("bytes of a bulk session are not its own");
        }
    }

    private static byte Pattern(ConnectionId connection, long number, int at) => (byte)((long)(connection.Value * 31) + (number * 7) + at);

    private static long KeyOf(SessionProtocol message) => message switch
    {
        Commit commit => commit.Number,
        SessionProtocol.Input input => input.Offset + ((long)input.Channel << 32),
        SessionProtocol.Event occurred => occurred.Id,
        SessionProtocol.OutputCredit credit => credit.Credit + ((long)credit.Channel << 32),
        _ => 0,
    };
}
