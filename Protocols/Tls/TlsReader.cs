namespace SocketGateway.Protocols.Tls;

/// <summary>Reads numbers and vectors (RFC 8446 section 3). What is wrong once stays wrong, and nothing but zeros and empty spans comes out from then on.</summary>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>More was read than there is.</summary>
    public bool Failed { get; private set; }

    /// <summary>True after a failure too, so that no loop goes on for ever.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort UInt16() => Take(2) is [var high, var low] ? (ushort)((high << 8) | low) : (ushort)0;

    /// <summary>A vector whose length stands in one byte.</summary>
    public ReadOnlySpan<byte> Vector8() => Take(Byte());

    /// <summary>A vector whose length stands in two bytes.</summary>
    public ReadOnlySpan<byte> Vector16() => Take(UInt16());

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
