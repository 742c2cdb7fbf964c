using System.Buffers.Binary;

namespace SocketGateway.Protocols.Links;

/// <summary>What every frame begins with. The version, the link's number and the bit of <see cref="FrameKind.Gone"/> stand at the same place in every version of the format.</summary>
/// <param name="Link">The link's number.</param>
/// <param name="Kind">What the frame is, and what it asks for.</param>
/// <param name="Number">Frames with entries count from 1 in each direction; another frame repeats the number of the last such, so that a hole shows there as well.</param>
/// <param name="Acknowledged">The last number that has arrived here, and every one before it.</param>
internal readonly record struct FrameHeader(ulong Link, FrameKind Kind, long Number, long Acknowledged)
{
    /// <summary>The version of everything in a frame.</summary>
    public const byte Version = 1;

    /// <summary>Version, link number and kind, and two numbers of 10 bytes at most.</summary>
    public const int MaxBytes = 1 + 8 + 1 + 10 + 10;

    /// <summary>Where <see cref="Kind"/> stands, which is complete only when the rest of a frame is.</summary>
    public const int KindAt = 1 + 8;

    private const FrameKind Known = FrameKind.Entries | FrameKind.WantsAcknowledgement | FrameKind.Gone;

    public void Write(ref LinkWriter writer)
    {
        writer.Byte(Version);
        writer.Fixed64(Link);
        writer.Byte((byte)Kind);
        writer.Int64(Number);
        writer.Int64(Acknowledged);
    }

    /// <summary>The version is looked at first: a reader of another one knows nothing else.</summary>
    public static FrameHeader Read(ref LinkReader reader)
    {
        if (reader.Byte() is var version && version != Version && reader.Error is null) reader.Fail($"wire version {version}, this node speaks {Version}");
        var link = reader.Fixed64();
        var kind = (FrameKind)reader.Byte();
        var number = reader.Int64();
        var acknowledged = reader.Int64();
        if ((kind & ~Known) != 0) reader.Fail("the kind of a frame");
        if (number < 0 || acknowledged < 0) reader.Fail("the number of a frame");
        return new FrameHeader(link, kind, number, acknowledged);
    }

    /// <summary>What can be read of a frame of any version.</summary>
    public static bool TryPeek(ReadOnlySpan<byte> frame, out byte version, out ulong link, out bool gone)
    {
        (version, link, gone) = (0, 0, false);
        if (frame.Length <= KindAt) return false;
        (version, link) = (frame[0], BinaryPrimitives.ReadUInt64LittleEndian(frame[1..]));
        gone = ((FrameKind)frame[KindAt] & FrameKind.Gone) != 0;
        return true;
    }
}
