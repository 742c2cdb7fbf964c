using System.Buffers;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>What has arrived and was not consumed, a segment for each arrival.</summary>
internal sealed class PendingInput
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    public ReadOnlySequence<byte> Sequence { get; private set; } = ReadOnlySequence<byte>.Empty;

    public long Length => Sequence.Length;

    public void Append(byte[] packet)
    {
        _parts.Add(packet);
        Join();
    }

    public void Consume(long bytes)
    {
        FuzzRun.Require(bytes >= 0 && bytes <= Length, $"consumed {bytes} of {Length} bytes");
        if (bytes == 0) return;
        var whole = 0;
        while (bytes > 0 && bytes >= _parts[whole].Length) bytes -= _parts[whole++].Length;
        _parts.RemoveRange(0, whole);
        if (bytes > 0) _parts[0] = _parts[0][(int)bytes..];
        Join();
    }

    private void Join()
    {
        Segment? first = null, last = null;
        foreach (var part in _parts)
        {
            last = new Segment(part, last);
            first ??= last;
        }

        Sequence = last is null ? ReadOnlySequence<byte>.Empty : new(first!, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> bytes, Segment? previous)
        {
            Memory = bytes;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
