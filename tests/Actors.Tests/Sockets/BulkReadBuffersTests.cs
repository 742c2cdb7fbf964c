using System.Buffers;
using System.Runtime.InteropServices;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>Memory is used again when the incarnation that was given its bytes consumed them all, and in no other case.</summary>
public sealed class BulkReadBuffersTests
{
    private const int Size = BulkReadBuffers.Size;

    private readonly RecordingPool _pool = new();
    private readonly BulkReadBuffers _buffers;

    public BulkReadBuffersTests() => _buffers = new BulkReadBuffers(_pool);

    [Fact]
    public void An_array_comes_back_when_all_its_bytes_are_committed()
    {
        var first = Read(Size, end: Size, committed: 0);
        Read(Size, end: 2 * Size, committed: Size - 1);
        Assert.Empty(_pool.Returned);

        Read(1, end: (2 * Size) + 1, committed: Size);
        Assert.Same(first, Assert.Single(_pool.Returned));
    }

    [Fact]
    public void What_an_incarnation_left_to_the_next_one_is_never_used_again()
    {
        Read(Size, end: Size, committed: 0, epoch: 1);
        Read(10, end: Size + 10, committed: 0, epoch: 1);
        var second = Read(Size, end: (2 * Size) + 10, committed: 0, epoch: 2);
        Read(1, end: (2 * Size) + 11, committed: (2 * Size) + 10, epoch: 2);

        Assert.Same(second, Assert.Single(_pool.Returned));
        Assert.Equal(4, _pool.Rented);
    }

    [Fact]
    public void Consumed_by_a_former_incarnation_is_known_too_late_under_the_next()
    {
        Read(Size, end: Size, committed: 0, epoch: 1);
        Read(1, end: Size + 1, committed: Size, epoch: 2);
        Assert.Empty(_pool.Returned);
    }

    [Fact]
    public void Small_reads_lie_behind_each_other_in_one_array()
    {
        var room = _buffers.Room(0, 1);
        var first = _buffers.Fill(100, 100);
        var next = _buffers.Room(100, 1);

        Assert.Equal((Size, Size - 100), (room.Length, next.Length));
        Assert.True(MemoryMarshal.TryGetArray(first, out var a) && MemoryMarshal.TryGetArray(_buffers.Fill(50, 150), out var b) && a.Array == b.Array && b.Offset == 100);
        Assert.Equal(1, _pool.Rented);
    }

    [Fact]
    public void Bytes_that_nobody_will_consume_are_not_remembered_for_ever()
    {
        for (var i = 0; i < 100; i++) Read(Size, end: Size, committed: 0);
        _buffers.Release(committed: Size, epoch: 1);
        Assert.InRange(_pool.Returned.Count, 1, 8);
    }

    [Fact]
    public void The_end_of_a_channel_gives_back_what_was_consumed()
    {
        Read(Size, end: Size, committed: 0);
        Read(10, end: Size + 10, committed: 0);
        _buffers.Release(committed: Size + 10, epoch: 1);
        Assert.Equal(2, _pool.Returned.Count);
    }

    [Fact]
    public void The_end_of_a_channel_leaves_what_a_step_may_still_look_at()
    {
        Read(Size, end: Size, committed: 0);
        Read(10, end: Size + 10, committed: 0);
        _buffers.Release(committed: Size, epoch: 1);
        Assert.Single(_pool.Returned);
    }

    private byte[] Read(int count, long end, long committed, int epoch = 1)
    {
        _buffers.Room(committed, epoch);
        Assert.True(MemoryMarshal.TryGetArray(_buffers.Fill(count, end), out var segment));
        return segment.Array!;
    }

    private sealed class RecordingPool : ArrayPool<byte>
    {
        public int Rented { get; private set; }

        public List<byte[]> Returned { get; } = [];

        public override byte[] Rent(int minimumLength)
        {
            Rented++;
            return new byte[minimumLength];
        }

        public override void Return(byte[] array, bool clearArray = false) => Returned.Add(array);
    }
}
