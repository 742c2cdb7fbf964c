using System.Text;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>RFC 2066.</summary>
public class CharsetTests
{
    private readonly Conversation _conversation = new Conversation().Start().Agree();

    [Theory]
    [InlineData(";UTF-8", "\x02UTF-8")]
    [InlineData(" ISO-8859-1 utf-8 US-ASCII", "\x02utf-8")]
    [InlineData(";ISO-8859-1;US-ASCII", "\x02US-ASCII")]
    [InlineData(";ISO-8859-1", "\x03")]
    [InlineData("[TTABLE]\x01;x;UTF-8", "\x02UTF-8")]
    [InlineData("[TTABLE]", "\x03")]
    [InlineData(";", "\x03")]
    [InlineData("", "\x03")]
    public void A_request_is_answered_by_the_name_of_UTF_8_or_of_its_subset(string request, string answer)
    {
        _conversation.Type([255, 251, 42]);
        var before = _conversation.Output.Length;
        _conversation.Receive([255, 250, 42, 1, .. Encoding.Latin1.GetBytes(request), 255, 240]);
        Assert.Equal([255, 250, 42, .. Encoding.Latin1.GetBytes(answer), 255, 240], _conversation.Output[before..]);
        Assert.Empty(_conversation.Events);
    }

    [Fact]
    public void Who_lets_this_end_ask_is_offered_UTF_8_and_its_answer_is_not_answered()
    {
        _conversation.Receive([255, 253, 42]);
        Assert.Equal([255, 251, 42, 255, 250, 42, 1, .. ";UTF-8"u8, 255, 240], _conversation.Output);
        Assert.True(_conversation.State.AwaitsCharset);

        // A request that crosses is the peer's to give up.
        _conversation.Receive([255, 250, 42, 1, .. ";UTF-8"u8, 255, 240]);
        Assert.Equal([255, 250, 42, 3, 255, 240], _conversation.Output[^6..]);
        var length = _conversation.Output.Length;
        _conversation.Receive([255, 250, 42, 2, .. "UTF-8"u8, 255, 240]);
        Assert.False(_conversation.State.AwaitsCharset);
        Assert.Equal(length, _conversation.Output.Length);
    }

    [Fact]
    public void A_translation_table_is_declined_and_nonsense_reported()
    {
        _conversation.Receive([255, 250, 42, 1, .. ";UTF-8"u8, 255, 240]);
        _conversation.Receive([255, 251, 42, 255, 250, 42, 9, 255, 240, 255, 250, 42, 255, 240]);
        Assert.Equal(3, _conversation.Events.OfType<TelnetEvent.Malformed>().Count());
        _conversation.Receive([255, 250, 42, 4, 1, 2, 3, 255, 240]);
        Assert.Equal([255, 250, 42, 5, 255, 240], _conversation.Output[^6..]);
    }
}
