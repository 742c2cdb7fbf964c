using System.Buffers;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>
/// One connection of which both ends are known. Each sends its own stream and checks the other's: every byte is the right one at its place; an end is told only behind the last byte that was sent before
/// it; and when nobody breaks it off, everything arrives.
/// </summary>
internal sealed class ChaosConversation(int id, int seed)
{
    /// <summary>The client's first bytes: the number by which a destination finds the conversation.</summary>
    public const int HeaderBytes = sizeof(int);

    private static readonly TimeSpan LongestStall = TimeSpan.FromMilliseconds(400);

    private readonly End _client = new(2 * id, new Random(seed));
    private readonly End _destination = new((2 * id) + 1, new Random(~seed));

    /// <summary>Bytes that the client sent, or at least began to, and those that it was given.</summary>
    public (long Sent, long Received) Client => (HeaderBytes + _client.Sent, _client.Received);

    /// <summary>Bytes that the destination was given, the header included; 0 if it never heard of it.</summary>
    public long Heard => _destination.Began ? HeaderBytes + _destination.Received : 0;

    private bool MayBreak => _client.Temper == Temper.Resetting || _destination.Temper == Temper.Resetting;

    public override string ToString() => $"conversation {id}: client {_client}, destination {_destination}";

    /// <summary>From the client's end; true when both ends were orderly.</summary>
    public async Task<bool> SpeakAsync(TestClient client)
    {
        var isWhole = false;
        try
        {
            await client.SendAsync(BitConverter.GetBytes(id));
            isWhole = await TalkAsync(client, _client, _destination);
        }
        catch (SocketException) when (MayBreak)
        {
            // One of the two broke it off.
        }

        return isWhole;
    }

    /// <summary>From the destination's end, behind the header.</summary>
    public async Task AnswerAsync(TestClient connection)
    {
        _destination.Began = true;
        try
        {
            await TalkAsync(connection, _destination, _client);
        }
        catch (SocketException) when (MayBreak)
        {
            // One of the two broke it off.
        }
    }

    private static async Task<bool> TalkAsync(TestClient socket, End own, End other)
    {
        var sending = SendAsync(socket, own);
        var receiving = ReceiveAsync(socket, own, other);
        await Task.WhenAll(sending, receiving);
        if (own.Temper != Temper.Resetting) return true;
        socket.Reset();
        return false;
    }

    private static async Task SendAsync(TestClient socket, End own)
    {
        var (random, left) = (own.Sending, own.Bytes);
        while (left > 0)
        {
            var most = own.Temper switch { Temper.Trickling => 20, Temper.Flooding => PatternStream.MaxPiece, _ => 10_000 };
            var count = (int)Math.Min(left, random.Next(1, most + 1));
            var piece = PatternStream.At(own.Stream, own.Sent, count);
            own.Sent += count;
            left -= count;
            await socket.SendAsync(piece);
            if (own.Temper == Temper.Trickling) await Task.Delay(random.Next(1, 10));
        }

        if (own.Temper == Temper.Resetting) return;
        own.HasEnded = true;
        socket.ShutdownSend();
    }

    private static async Task ReceiveAsync(TestClient socket, End own, End other)
    {
        var random = own.Receiving;
        if (own.Temper == Temper.Stalling) await Task.Delay(LongestStall * random.NextDouble());
        var buffer = ArrayPool<byte>.Shared.Rent(PatternStream.MaxPiece);
        try
        {
            while (own.Temper != Temper.Resetting || own.Received < own.Enough)
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(0, random.Next(1, PatternStream.MaxPiece + 1)));
                if (count == 0)
                {
                    Assert.True(other.HasEnded, "an end that nobody said");
                    Assert.Equal(other.Sent, own.Received);
                    return;
                }

                var expected = PatternStream.At(other.Stream, own.Received, count).Span;
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, count)), $"wrong bytes between {own.Received} and {own.Received + count}");
                own.Received += count;
                Assert.InRange(own.Received, 0, other.Sent);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class End
    {
        private long _sent;
        private volatile bool _hasEnded;

        public End(int stream, Random random)
        {
            (Stream, Temper) = (stream, (Temper)random.Next(6));

            // Floods cost as much as everything else together.
            if (Temper == Temper.Flooding && random.Next(4) > 0) Temper = Temper.Calm;
            Bytes = Temper switch
            {
                Temper.HalfClosed => random.Next(3),
                Temper.Trickling => random.Next(1, 300),
                Temper.Flooding => random.Next(1_000_000, 4_000_000),
                _ => random.Next(1, 150_000),
            };
            (Enough, Sending, Receiving) = (random.Next(1, 50_000), new Random(random.Next()), new Random(random.Next()));
        }

        public int Stream { get; }

        public Temper Temper { get; }

        public long Bytes { get; }

        /// <summary>What one that resets reads before it does so, if there is as much.</summary>
        public long Enough { get; }

        public Random Sending { get; }

        public Random Receiving { get; }

        public bool Began { get; set; }

        /// <summary>Counted before they are sent: nobody can have more.</summary>
        public long Sent
        {
            get => Volatile.Read(ref _sent);
            set => Volatile.Write(ref _sent, value);
        }

        public bool HasEnded
        {
            get => _hasEnded;
            set => _hasEnded = value;
        }

        public long Received { get; set; }

        public override string ToString() => $"{Temper} ({Sent} of {Bytes} sent, {Received} received{(HasEnded ? ", ended" : "")})";
    }
}
