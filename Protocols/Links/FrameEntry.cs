namespace SocketGateway.Protocols.Links;

/// <summary>One entry of a frame: a message, or a piece of one.</summary>
/// <param name="Kind">Whose message, and how much of it.</param>
/// <param name="Connection">Whose session; 0 for what nodes say to each other.</param>
/// <param name="Total">The length of the whole message, stated with its first piece.</param>
/// <param name="Bytes">The message or the piece, a slice of the frame.</param>
internal readonly record struct FrameEntry(EntryKind Kind, ulong Connection, int Total, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The largest length that an entry can state, for itself or for the whole.</summary>
    public const int MaxLength = (1 << 24) - 1;

    public bool IsPiece => (Kind & (EntryKind.First | EntryKind.Further)) != 0;

    /// <summary>How long the head of an entry of this kind is.</summary>
    public static int HeadLength(EntryKind kind) => 1 + ((kind & EntryKind.Node) != 0 ? 0 : 8) + ((kind & EntryKind.First) != 0 ? 3 : 0) + 3;

    public static void WriteHead(ref LinkWriter writer, EntryKind kind, ulong connection, int total, int length)
    {
        writer.Byte((byte)kind);
        if ((kind & EntryKind.Node) == 0) writer.Fixed64(connection);
        if ((kind & EntryKind.First) != 0) WriteLength(ref writer, total);
        WriteLength(ref writer, length);
    }

    public static FrameEntry Read(ref LinkReader reader)
    {
        var kind = (EntryKind)reader.Byte();
        if (!IsKnown(kind)) reader.Fail("the kind of an entry");
        var connection = (kind & EntryKind.Node) != 0 ? 0 : reader.Fixed64();
        var total = (kind & EntryKind.First) != 0 ? ReadLength(ref reader) : 0;
        var length = ReadLength(ref reader);
        if (length > reader.Remaining) reader.Fail("cut off");
        if (length == 0 && reader.Error is null) reader.Fail("an empty entry");
        return reader.Error is null ? new FrameEntry(kind, connection, total, reader.Raw(length)) : default;
    }

    private static bool IsKnown(EntryKind kind) => kind
        is EntryKind.Session or EntryKind.First or EntryKind.Further or (EntryKind.Urgent | EntryKind.First) or (EntryKind.Urgent | EntryKind.Further)
        or EntryKind.Node or (EntryKind.Node | EntryKind.Urgent | EntryKind.First) or (EntryKind.Node | EntryKind.Urgent | EntryKind.Further);

    /// <summary>Of fixed width, since it is known only when what it is the length of has been written.</summary>
    private static void WriteLength(ref LinkWriter writer, int length)
    {
        writer.Fixed16((ushort)length);
        writer.Byte((byte)(length >> 16));
    }

    private static int ReadLength(ref LinkReader reader)
    {
        var low = reader.Fixed16();
        return low | (reader.Byte() << 16);
    }
}
