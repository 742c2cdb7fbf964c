using Akka.Actor;
using SocketGateway.Actors.Clustering;

namespace SocketGateway.Actors.Tests.Clustering;

public sealed class DeafAssociationsTests
{
    private static readonly Address Node = Address.Parse("akka.tcp://socketgateway@127.0.0.1:4053");
    private static readonly Address Other = Address.Parse("akka.tcp://socketgateway@127.0.0.1:4055");

    private readonly DeafAssociations _deaf = new();
    private readonly List<Address> _asked = [];

    [Fact]
    public void A_node_that_answers_none_of_five_questions_cannot_be_heard()
    {
        _deaf.Opened(Node);
        for (var look = 0; look < 5; look++) Assert.False(Look());
        Assert.True(Look());
        Assert.Equal(Enumerable.Repeat(Node, 5), _asked);
    }

    [Fact]
    public void One_that_answered_once_is_asked_no_more()
    {
        _deaf.Opened(Node);
        Assert.False(Look());
        _deaf.Heard(Node);
        for (var look = 0; look < 10; look++) Assert.False(Look());
        Assert.Single(_asked);
    }

    [Fact]
    public void An_association_that_is_lost_begins_anew_when_it_is_there_again()
    {
        _deaf.Opened(Node);
        for (var look = 0; look < 5; look++) Assert.False(Look());
        _deaf.Closed(Node);
        Assert.False(Look());
        _deaf.Opened(Node);
        for (var look = 0; look < 5; look++) Assert.False(Look());
        Assert.True(Look());
    }

    [Fact]
    public void An_answer_of_another_node_is_none()
    {
        _deaf.Opened(Node);
        _deaf.Opened(Other);
        _deaf.Heard(Other);
        for (var look = 0; look < 5; look++) Assert.False(Look());
        Assert.True(Look());
        Assert.DoesNotContain(Other, _asked);
    }

    private bool Look() => _deaf.Look(_asked.Add);
}
