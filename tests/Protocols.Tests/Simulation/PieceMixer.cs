using System.Runtime.InteropServices;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>The fault of pieces that are put together without a look at whose they are.</summary>
internal sealed class PieceMixer
{
    private byte[] _others = [];
    private ulong _whose;

    /// <summary>A further piece gets the bytes of another session's last one.</summary>
    public void Mix(byte[] frame)
    {
        var reader = new LinkReader(frame);
        var header = FrameHeader.Read(ref reader);
        while (reader.Error is null && reader.Remaining > 0 && (header.Kind & FrameKind.Entries) != 0)
        {
            var entry = FrameEntry.Read(ref reader);
            if (!entry.IsPiece) continue;
            if ((entry.Kind & EntryKind.Further) != 0 && _whose != entry.Connection && _others.Length > 0)
            {
                var length = Math.Min(_others.Length, entry.Bytes.Length);
                _others.AsSpan(0, length).CopyTo(MemoryMarshal.AsMemory(entry.Bytes).Span);
                return;
            }

            (_others, _whose) = (entry.Bytes.ToArray(), entry.Connection);
        }
    }
}
