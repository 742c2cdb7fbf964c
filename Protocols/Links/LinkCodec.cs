using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>
/// The binary form of everything that crosses a link; README.md has the table. Writing never fails. Reading gives a value or an error, whatever the bytes are; a message is
/// read only as a whole, with nothing behind it.
/// </summary>
internal static partial class LinkCodec
{
    /// <summary>Reads one message of a session.</summary>
    /// <param name="bytes">All of it; byte payloads become slices of this, except states.</param>
    /// <param name="message">The message; null when there is an error.</param>
    /// <param name="error">What is wrong; null when nothing is.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out SessionProtocol? message, out string? error)
    {
        var reader = new LinkReader(bytes);
        message = ReadMessage(ref reader);
        return IsWhole(ref reader, ref message, out error);
    }

    /// <summary>Reads one message between nodes; as above.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out LinkControl? message, out string? error)
    {
        var reader = new LinkReader(bytes);
        message = ReadControl(ref reader);
        return IsWhole(ref reader, ref message, out error);
    }

    private static bool IsWhole<T>(ref LinkReader reader, ref T? message, out string? error)
        where T : class
    {
        if (!reader.AtEnd) reader.Fail("bytes behind a message");
        error = reader.Error;
        if (error is not null) message = null;
        return error is null;
    }
}
