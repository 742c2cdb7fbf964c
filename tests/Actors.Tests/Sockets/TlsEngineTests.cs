using System.Security.Authentication;
using System.Text;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>The engine without sockets: a short conversation, its bytes cut wherever they can be.</summary>
public sealed class TlsEngineTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void A_conversation_cut_in_two_at_every_byte_is_the_same(SslProtocols protocol)
    {
        var length = Converse(protocol, int.MaxValue, whole => [whole]);
        for (var at = 1; at < length; at++) Converse(protocol, at, whole => [whole]);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public void A_conversation_byte_by_byte_is_the_same(SslProtocols protocol)
    {
        using var pair = new TlsPair(protocol);
        Converse(pair, Drip, Drip);
    }

    [Fact]
    public void Large_texts_come_out_as_they_went_in()
    {
        using var pair = new TlsPair();
        pair.Carry(Whole, Whole);
        var sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        _ = pair.SendAsync(Encoding.Latin1.GetString(sent.Select(b => (byte)(b & 127)).ToArray()));
        var got = new List<byte>();
        pair.Carry(Whole, Whole);
        while (pair.Server.TryRead(out var plain))
        {
            Assert.InRange(plain.Length, 1, 16 * 1024);
            got.AddRange(plain.Span);
        }

        Assert.Equal(sent.Select(b => (byte)(b & 127)), got);
        pair.Server.Write(got.ToArray());
        pair.Carry(Whole, Whole);
        var back = "";
        while (pair.Receive() is { Length: > 0 } text) back += text;
        Assert.Equal(Encoding.ASCII.GetString([.. got]), back);
    }

    [Fact]
    public void Nothing_is_asked_for_before_somebody_wants_to_read()
    {
        using var pair = new TlsPair();
        Assert.True(pair.Server.IsHungry);
        pair.Carry(Whole, Whole);
        Assert.False(pair.Server.IsHungry);
        Assert.False(pair.Server.TryRead(out _));
        Assert.True(pair.Server.IsHungry);
    }

    [Fact]
    public void The_end_with_close_notify_is_told_from_a_stream_that_was_cut_off()
    {
        using var said = new TlsPair();
        said.Carry(Whole, Whole);
        _ = said.SendEndAsync();
        said.Carry(Whole, Whole);
        said.Server.FeedEnd();
        Assert.True(said.Server.TryRead(out var end) && end.IsEmpty);
        Assert.False(said.Server.WasCutOff);

        using var cut = new TlsPair();
        cut.Carry(Whole, Whole);
        cut.Server.FeedEnd();
        Assert.True(cut.Server.TryRead(out end) && end.IsEmpty);
        Assert.True(cut.Server.WasCutOff);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void A_record_that_was_cut_off_is_an_error(int missing)
    {
        using var pair = new TlsPair();
        pair.Carry(Whole, Whole);
        _ = pair.SendAsync("hello");
        pair.Carry(bytes => [bytes[..^missing]], Whole);
        pair.Server.FeedEnd();
        Assert.False(pair.Server.TryRead(out _));
        Assert.NotNull(pair.Server.Error);
    }

    [Fact]
    public void A_record_that_was_changed_is_an_error()
    {
        using var pair = new TlsPair();
        pair.Carry(Whole, Whole);
        _ = pair.SendAsync("hello");
        pair.Carry(Change, Whole);
        Assert.False(pair.Server.TryRead(out _));
        Assert.NotNull(pair.Server.Error);
    }

    [Fact]
    public void A_client_that_goes_away_in_its_handshake_is_an_error_and_not_a_wait()
    {
        using var pair = new TlsPair();
        pair.Server.FeedEnd();
        Assert.NotNull(pair.Server.Error);
    }

    [Fact]
    public void The_client_is_told_of_the_end()
    {
        using var pair = new TlsPair();
        pair.Carry(Whole, Whole);
        pair.Server.Shutdown();
        pair.Carry(Whole, Whole);
        Assert.Null(pair.Receive());
    }

    private static int Converse(SslProtocols protocol, int at, Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> toClient)
    {
        using var pair = new TlsPair(protocol);
        Converse(pair, bytes => at > pair.SentByClient - bytes.Length && at < pair.SentByClient ? Cut(bytes, at - (pair.SentByClient - bytes.Length)) : [bytes], toClient);
        return pair.SentByClient;
    }

    private static void Converse(
        TlsPair pair, Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> toServer, Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> toClient)
    {
        pair.Carry(toServer, toClient);
        Assert.True(pair.IsUp, pair.Server.Error?.ToString());
        foreach (var text in new[] { "hello", "and again" })
        {
            Assert.True(pair.SendAsync(text).IsCompletedSuccessfully);
            pair.Carry(toServer, toClient);
            Assert.True(pair.Server.TryRead(out var plain));
            Assert.Equal(text, Encoding.ASCII.GetString(plain.Span));
            pair.Server.Write(plain);
            Assert.False(pair.Server.IsWriting);
            pair.Carry(toServer, toClient);
            Assert.Equal(text, pair.Receive());
        }

        _ = pair.SendEndAsync();
        pair.Carry(toServer, toClient);
        Assert.True(pair.Server.TryRead(out var end) && end.IsEmpty);
        Assert.Equal(0, pair.Wakes);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Whole(ReadOnlyMemory<byte> bytes) => [bytes];

    private static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> bytes, int at) => [bytes[..at], bytes[at..]];

    private static IEnumerable<ReadOnlyMemory<byte>> Drip(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) yield return bytes.Slice(i, 1);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Change(ReadOnlyMemory<byte> bytes)
    {
        var changed = bytes.ToArray();
        changed[^1] ^= 1;
        return [changed];
    }
}
