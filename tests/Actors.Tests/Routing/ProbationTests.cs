using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Routing;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Routing;

public sealed class ProbationTests
{
    private readonly Probation _probation = new();

    [Fact]
    public void The_first_has_its_turn_at_once_and_the_others_in_their_order()
    {
        Assert.True(_probation.TryBegin(Opening(1)));
        Assert.False(_probation.TryBegin(Opening(2)));
        Assert.False(_probation.TryBegin(Opening(3)));
        Assert.Equal(2UL, Next(1));
        Assert.Equal(3UL, Next(null));
        Assert.Null(Next(3));
        Assert.True(_probation.TryBegin(Opening(4)));
    }

    [Fact]
    public void A_turn_is_ended_by_who_has_it()
    {
        _probation.TryBegin(Opening(1));
        _probation.TryBegin(Opening(2));
        Assert.Null(Next(2));
        Assert.Equal(2UL, Next(1));
    }

    [Fact]
    public void The_next_incarnation_of_one_that_waits_takes_its_place()
    {
        _probation.TryBegin(Opening(1));
        _probation.TryBegin(Opening(2, epoch: 4));
        _probation.TryBegin(Opening(2, epoch: 5));
        Assert.True(_probation.TryNext(new ConnectionId(1), out var next));
        Assert.Equal(5, next.Open.Epoch);
        Assert.Null(Next(2));
    }

    private ulong? Next(ulong? of) => _probation.TryNext(of is { } id ? new ConnectionId(id) : null, out var next) ? next.Open.Connection.Id.Value : null;

    private static SessionOpening Opening(ulong id, int epoch = 1) => TestOpenings.Opening(ActorRefs.Nobody, id, epoch);
}
