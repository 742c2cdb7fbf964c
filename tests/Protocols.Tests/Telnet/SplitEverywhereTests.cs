namespace SocketGateway.Protocols.Tests.Telnet;

public class SplitEverywhereTests
{
    public static TheoryData<string> Names => [.. Scripts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_cut_at_any_byte_gives_the_same_events_and_output(string name)
    {
        var script = Scripts.All[name];
        var whole = Run(new Conversation(login: true), script);
        for (var cut = 0; cut <= script.Length; cut++)
        {
            AssertSame(whole, Run(new Conversation(login: true), script[..cut], script[cut..]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_that_comes_byte_by_byte_gives_the_same_with_the_state_serialized_between(string name)
    {
        var script = Scripts.All[name];
        AssertSame(Run(new Conversation(login: true), script), Run(new Conversation(login: true, roundTrip: true), [.. script.Select(b => new[] { b })]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_cut_at_any_byte_gives_the_same_with_the_state_serialized_at_the_cut(string name)
    {
        var script = Scripts.All[name];
        var whole = Run(new Conversation(login: true), script);
        for (var cut = 0; cut <= script.Length; cut++)
        {
            AssertSame(whole, Run(new Conversation(login: true, roundTrip: true), script[..cut], script[cut..]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_in_segments_of_one_byte_gives_the_same(string name)
    {
        var script = Scripts.All[name];
        AssertSame(Run(new Conversation(login: true), script), Run(new Conversation(login: true, segmented: true), script));
    }

    private static Conversation Run(Conversation conversation, params byte[][] pieces)
    {
        conversation.Start();
        foreach (var piece in pieces)
        {
            conversation.Receive(piece);
        }
        return conversation;
    }

    private static void AssertSame(Conversation expected, Conversation actual)
    {
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Marks, actual.Marks);
        Assert.Equal(expected.Output, actual.Output);
        Assert.Equal(expected.State, actual.State);
        Assert.Equal(expected.Held, actual.Held);
    }
}
