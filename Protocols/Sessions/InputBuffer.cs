using System.Buffers;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>Input that a session has not consumed: chunks by reference, seen as one sequence. The usual single chunk costs no segment.</summary>
internal sealed class InputBuffer
{
    private ReadOnlyMemory<byte> _single;
    private Segment? _first;
    private Segment? _last;

    public long Length { get; private set; }

    public ReadOnlySequence<byte> Sequence =>
        _first is null ? new ReadOnlySequence<byte>(_single) : new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);

    /// <summary>A sequence handed out earlier stays valid: chunks are only added behind it.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (Length == 0)
        {
            (_single, _first, _last) = (bytes, null, null);
        }
        else
        {
            _first ??= _last = new Segment(_single, 0);
            if (!_last!.TryGrow(bytes.Span)) _last = _last.Append(bytes);
        }

        Length += bytes.Length;
    }

    public void Advance(long count)
    {
        Length -= count;
        if (Length == 0)
        {
            (_single, _first, _last) = (default, null, null);
            return;
        }

        if (_first is null)
        {
            _single = _single[(int)count..];
            return;
        }

        while (count >= _first.Memory.Length)
        {
            count -= _first.Memory.Length;
            _first = (Segment)_first.Next!;
        }

        if (_first == _last) (_single, _first, _last) = (_first.Memory[(int)count..], null, null);
        else if (count > 0) _first = _first.From((int)count);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        private GrowingChunk? _growing;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var growing = memory.Length < GrowingChunk.Small ? new GrowingChunk(memory.Span) : null;
            var next = new Segment(growing?.Written ?? memory, RunningIndex + Memory.Length) { _growing = growing };
            Next = next;
            return next;
        }

        /// <summary>Takes small arrivals into the last segment; a sequence that was handed out ends where it ended.</summary>
        public bool TryGrow(ReadOnlySpan<byte> bytes)
        {
            if (_growing is null || !_growing.TryAppend(bytes)) return false;
            Memory = _growing.Written;
            return true;
        }

        public Segment From(int offset) => new(Memory[offset..], RunningIndex + offset) { Next = Next };
    }
}
