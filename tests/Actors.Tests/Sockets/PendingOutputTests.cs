using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

public sealed class PendingOutputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Bytes_come_out_in_their_order_whatever_comes_in_between(int most)
    {
        var (pending, random) = (new PendingOutput(), new Random(most));
        var (expected, taken) = (new List<byte>(), new List<byte>());
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(4) == 0 ? random.Next(1, 10_000) : random.Next(1, 300)];
            random.NextBytes(bytes);
            expected.AddRange(bytes);
            pending.Append(bytes);
            if (random.Next(3) == 0) taken.AddRange(Take(pending, most));
        }

        while (!pending.IsEmpty) taken.AddRange(Take(pending, most));
        Assert.Equal(expected, taken);
        Assert.True(pending.Take(most).IsEmpty);
    }

    [Fact]
    public void What_was_handed_out_stays_as_it_is()
    {
        var pending = new PendingOutput();
        pending.Append("one"u8.ToArray());
        var one = pending.Take(10);
        pending.Append("two"u8.ToArray());
        pending.Append("three"u8.ToArray());
        Assert.Equal("one"u8.ToArray(), one.ToArray());
        Assert.Equal("twothree"u8.ToArray(), pending.Take(10).ToArray());
    }

    [Fact]
    public void A_small_part_does_not_keep_what_it_is_a_part_of()
    {
        var pending = new PendingOutput();
        var whole = Append(pending);
        GC.Collect();
        Assert.False(whole.IsAlive);
        Assert.Equal(3, pending.Take(10).Length);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Append(PendingOutput pending)
    {
        var whole = new byte[64 * 1024];
        pending.Append(whole.AsMemory(100, 3));
        return new WeakReference(whole);
    }

    private static byte[] Take(PendingOutput pending, int most)
    {
        var taken = pending.Take(most);
        Assert.InRange(taken.Length, 0, most);
        return taken.ToArray();
    }
}
