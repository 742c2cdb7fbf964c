using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Contract;

public sealed class GrowingChunkTests
{
    [Fact]
    public void A_window_that_came_byte_by_byte_is_held_in_few_pieces_and_whole()
    {
        var account = new ChannelLedger { Status = ChannelStatus.Open };
        var sent = Enumerable.Range(0, 65_536).Select(i => (byte)(i * 7)).ToArray();
        for (var i = 0; i < sent.Length; i++) account.Append(sent.AsMemory(i, 1));

        Assert.InRange(account.Held.Count(), 1, 70);
        Assert.Equal(sent, account.CopyHeld());
        for (var to = 1; to <= sent.Length; to += 777)
        {
            account.Consume(to);
            Assert.Equal(sent[to..], account.CopyHeld());
        }
    }

    [Fact]
    public void Small_and_large_arrivals_keep_their_order()
    {
        var (account, input, random, sent) = (new ChannelLedger { Status = ChannelStatus.Open }, new InputBuffer(), new Random(1), new List<byte>());
        var consumed = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(4) == 0 ? random.Next(200, 2_000) : random.Next(1, 300)];
            random.NextBytes(bytes);
            sent.AddRange(bytes);
            account.Append(bytes);
            input.Append(bytes);
            if (random.Next(3) != 0) continue;
            var step = random.Next((int)input.Length + 1);
            consumed += step;
            account.Consume(consumed);
            input.Advance(step);
            Assert.Equal(sent.Count - consumed, input.Length);
            Assert.Equal(System.Buffers.BuffersExtensions.ToArray(input.Sequence), account.CopyHeld());
        }

        Assert.Equal(sent[consumed..], account.CopyHeld());
    }

    [Fact]
    public void A_sequence_that_was_handed_out_does_not_grow()
    {
        var input = new InputBuffer();
        foreach (var b in "abc"u8.ToArray()) input.Append(new[] { b });
        var before = input.Sequence;
        input.Append("d"u8.ToArray());

        Assert.Equal("abc"u8.ToArray(), System.Buffers.BuffersExtensions.ToArray(before));
        Assert.Equal("abcd"u8.ToArray(), System.Buffers.BuffersExtensions.ToArray(input.Sequence));
    }
}
