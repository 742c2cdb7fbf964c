using System.Diagnostics.CodeAnalysis;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>Frames made to look as they would if a check of the link were missing.</summary>
internal static class LinkFaults
{
    /// <summary>A frame on its way into an end.</summary>
    public static byte[] Arrives(SeededFault fault, SimulatedLinkEnd end, byte[] frame)
    {
        if (fault != SeededFault.FrameHoleIgnored || !TryReadHeader(frame, out var header) || header.Link != end.Ledger.Number || (header.Kind & FrameKind.Gone) != 0) return frame;
        return Rewrite(frame, header with { Number = (header.Kind & FrameKind.Entries) != 0 ? end.Taken + 1 : end.Taken });
    }

    /// <summary>A frame of a link that is over, taken for one of the link that there is now.</summary>
    public static bool TakesForCurrent(SeededFault fault, SimulatedLinkEnd? current, byte[] frame, [NotNullWhen(true)] out byte[]? changed, [NotNullWhen(true)] out SimulatedLinkEnd? to)
    {
        (changed, to) = (null, null);
        if (fault is not (SeededFault.LinkNumberUnchecked or SeededFault.StaleFramesApplied) || current is not { Ledger.IsUp: true }) return false;
        if (!TryReadHeader(frame, out var header) || (header.Kind & FrameKind.Gone) != 0) return false;
        header = header with { Link = current.Ledger.Number };
        if (fault == SeededFault.StaleFramesApplied) header = header with { Number = (header.Kind & FrameKind.Entries) != 0 ? current.Taken + 1 : current.Taken, Acknowledged = current.LastAcknowledged };
        (changed, to) = (Rewrite(frame, header), current);
        return true;
    }

    public static bool TryReadHeader(byte[] frame, out FrameHeader header)
    {
        var reader = new LinkReader(frame);
        header = FrameHeader.Read(ref reader);
        return reader.Error is null;
    }

    private static byte[] Rewrite(byte[] frame, FrameHeader header)
    {
        var reader = new LinkReader(frame);
        FrameHeader.Read(ref reader);
        Span<byte> room = stackalloc byte[FrameHeader.MaxBytes];
        var writer = new LinkWriter(room);
        header.Write(ref writer);
        return [.. room[..(int)writer.Length], .. frame.AsSpan(frame.Length - reader.Remaining)];
    }
}
