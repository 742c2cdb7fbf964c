using System.Buffers;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>RFC 854, 855, 857, 858, 860, 1073, 1091.</summary>
public class NegotiationTests
{
    [Fact]
    public void The_start_offers_to_echo_and_asks_for_size_and_terminal()
    {
        var conversation = new Conversation().Start();
        Assert.Equal([255, 251, 1, 255, 251, 3, 255, 253, 3, 255, 253, 24, 255, 253, 31], conversation.Output);
        Assert.False(conversation.State.Echoes);
        Assert.Equal(conversation.State, conversation.Start().State);
        Assert.Equal(15, conversation.Output.Length);
    }

    [Fact]
    public void Agreement_is_not_answered_again_and_the_terminal_is_asked_for_its_name()
    {
        var conversation = new Conversation().Start();
        var before = conversation.Output.Length;
        conversation.Receive([255, 253, 1, 255, 253, 3, 255, 251, 3, 255, 251, 24, 255, 251, 31]);
        Assert.Equal([255, 250, 24, 1, 255, 240], conversation.Output[before..]);
        Assert.True(conversation.State.Echoes);
        conversation.Receive([255, 253, 1, 255, 251, 24]);
        Assert.Equal(before + 6, conversation.Output.Length);
    }

    [Fact]
    public void Every_option_and_verb_is_answered_at_most_once_and_only_what_is_known_is_agreed()
    {
        for (var option = 0; option < 256; option++)
        {
            byte[] ours = [0, 1, 3, 6, 42];
            byte[] his = [0, 3, 24, 31, 42];
            var code = (byte)option;
            Assert.Equal([255, (byte)(ours.Contains(code) ? 251 : 252), code], Answer(253, code)[..3]);
            Assert.Equal([255, (byte)(his.Contains(code) ? 253 : 254), code], Answer(251, code)[..3]);
            Assert.Empty(Answer(252, code));
            Assert.Empty(Answer(254, code));
        }
    }

    [Fact]
    public void Two_machines_that_offer_each_other_everything_fall_silent()
    {
        Conversation[] ends = [new Conversation().Start(), new Conversation().Start()];
        int[] heard = [0, 0];
        var rounds = 0;
        for (; heard[0] < ends[1].Output.Length || heard[1] < ends[0].Output.Length; rounds++)
        {
            Assert.True(rounds < 20, "the exchange does not end");
            for (var end = 0; end < 2; end++)
            {
                var news = ends[1 - end].Output[heard[end]..];
                heard[end] += news.Length;
                ends[end].Receive(news);
            }
        }
        // Both would echo, neither lets the other: the offers cross and are refused.
        Assert.False(ends[0].State.Echoes);
        Assert.False(ends[1].State.Echoes);
    }

    [Fact]
    public void A_broken_peer_that_insists_is_not_answered_for_ever()
    {
        var conversation = new Conversation();
        for (var i = 0; i < 1000; i++)
        {
            conversation.Receive([255, 251, 99, 255, 253, 98]);
        }
        Assert.Equal(3 * Negotiation.MaxRefusals, conversation.Output.Length);
    }

    [Fact]
    public void Each_timing_mark_is_answered_since_clients_wait_for_it()
    {
        var conversation = new Conversation();
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal([255, 251, 6], conversation.Type([255, 253, 6]) is { Length: > 0 } ? conversation.Output[^3..] : []);
        }
    }

    [Fact]
    public void The_peer_may_take_an_agreement_back()
    {
        var conversation = new Conversation().Start().Agree();
        conversation.Receive([255, 254, 1]);
        Assert.Equal([255, 252, 1], conversation.Output);
        Assert.False(conversation.State.Echoes);
        Assert.Equal("", conversation.Type("abc"));
    }

    [Theory]
    [InlineData(new byte[] { 0, 80, 0, 24 }, 80, 24)]
    [InlineData(new byte[] { 0, 0, 0, 0 }, 0, 0)]
    [InlineData(new byte[] { 255, 255, 255, 255, 0, 24 }, 65535, 24)]
    [InlineData(new byte[] { 0, 255, 255, 0, 255, 255 }, 255, 255)]
    public void A_window_size_is_read_with_its_doubled_IACs(byte[] body, int columns, int rows)
    {
        var conversation = new Conversation().Start().Agree();
        conversation.Receive([255, 250, 31, .. body, 255, 240]);
        Assert.Equal([new TelnetEvent.WindowSize(columns, rows)], conversation.Events);
        Assert.Equal((columns, rows), (conversation.State.Columns, conversation.State.Rows));
    }

    [Fact]
    public void A_terminal_type_is_taken_only_when_short_and_printable()
    {
        var conversation = new Conversation().Start().Agree();
        conversation.Receive([255, 250, 24, 0, .. "xterm-256color"u8, 255, 240]);
        Assert.Equal([new TelnetEvent.TerminalType("xterm-256color")], conversation.Events);
        conversation.Receive([255, 250, 24, 0, .. new string('x', 41).Select(c => (byte)c), 255, 240]);
        conversation.Receive([255, 250, 24, 0, .. "a\e[2J"u8, 255, 240]);
        conversation.Receive([255, 250, 24, 0, 255, 240]);
        conversation.Receive([255, 250, 24, 1, 65, 255, 240]);
        Assert.Equal(4, conversation.Events.OfType<TelnetEvent.Malformed>().Count());
        Assert.Equal("xterm-256color", conversation.State.Terminal);
    }

    [Fact]
    public void A_subnegotiation_that_was_not_agreed_is_dropped()
    {
        var conversation = new Conversation();
        conversation.Receive([255, 250, 31, 0, 80, 0, 24, 255, 240, (byte)'a', 10]);
        Assert.Collection(conversation.Events, e => Assert.IsType<TelnetEvent.Malformed>(e), e => Assert.Equal(new TelnetEvent.Line("a"), e));
        Assert.Equal(0, conversation.State.Columns);
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(513, true)]
    [InlineData(100_000, true)]
    public void A_subnegotiation_above_512_bytes_is_skipped_reported_once_and_never_held(int length, bool tooLong)
    {
        var conversation = new Conversation();
        conversation.Receive([255, 250]);
        for (var i = 0; i < length; i++)
        {
            conversation.Receive([7]);
            Assert.InRange(conversation.Held, 0, 515);
        }
        conversation.Receive([255, 240, (byte)'a', 10]);
        var fault = Assert.Single(conversation.Events.OfType<TelnetEvent.Malformed>());
        Assert.Equal(tooLong, fault.Reason.Contains("longer", StringComparison.Ordinal));
        Assert.Equal(new TelnetEvent.Line("a"), conversation.Events[^1]);
        Assert.False(conversation.State.Skipping);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void A_command_within_a_subnegotiation_ends_it_and_is_obeyed(int length)
    {
        var conversation = new Conversation();
        conversation.Receive([255, 250, 24, .. new byte[length], 255, 253, 1, (byte)'a', 10]);
        Assert.Equal([255, 251, 1], conversation.Output[..3]);
        Assert.Collection(conversation.Events, e => Assert.IsType<TelnetEvent.Malformed>(e), e => Assert.Equal(new TelnetEvent.Line("a"), e));
    }

    private static byte[] Answer(byte verb, byte option)
    {
        var output = new ArrayBufferWriter<byte>();
        var step = TelnetMachine.Next(new TelnetState(), new ReadOnlySequence<byte>([255, verb, option]), output);
        Assert.Equal(3, step.Consumed);
        return output.WrittenSpan.ToArray();
    }
}
