using System.Buffers;
using System.Buffers.Binary;
using SocketGateway.Protocols.Peeking;

namespace SocketGateway.Protocols.Tls;

/// <summary>
/// Reads the ClientHello at the beginning of a TLS connection (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2), also when it is spread over several records. Stateless: it is
/// asked again with all the bytes there are, allocates nothing until the message is whole, and never throws.
/// </summary>
internal static partial class ClientHelloReader
{
    /// <summary>The longest body of a hello that is read, in bytes.</summary>
    public const int MaxHelloBytes = 16 * 1024;

    /// <summary>Bytes after which the answer is never <see cref="PeekStatus.NeedMore"/>: the longest hello, in 64 records.</summary>
    public const int MaxBytes = MessageHeaderBytes + MaxHelloBytes + (64 * RecordHeaderBytes);

    private const int RecordHeaderBytes = 5;
    private const int SizeAt = 3;
    private const int MessageHeaderBytes = 4;
    private const int MaxRecordBytes = 1 << 14;
    private const byte HandshakeRecord = 22;
    private const byte MajorVersion = 3;
    private const byte ClientHelloMessage = 1;

    /// <summary>Looks for a hello at the start of <paramref name="peeked"/>.</summary>
    /// <param name="peeked">Every byte of the connection so far, or as many as <see cref="MaxBytes"/>.</param>
    /// <param name="hello">What it says; null unless done.</param>
    public static PeekResult Read(ReadOnlySpan<byte> peeked, out ClientHello? hello)
    {
        hello = null;
        if (peeked.Length > MaxBytes) peeked = peeked[..MaxBytes];
        var walked = Walk(peeked, out var message);
        if (walked.Status == PeekStatus.NeedMore && peeked.Length == MaxBytes) return PeekResult.Malformed("hello_too_large");
        if (walked.Status != PeekStatus.Done) return walked;

        var joined = ArrayPool<byte>.Shared.Rent(message);
        Join(peeked, joined.AsSpan(0, message));
        var result = ReadBody(joined.AsSpan(MessageHeaderBytes, message - MessageHeaderBytes), out hello);
        ArrayPool<byte>.Shared.Return(joined);
        return result;
    }

    /// <summary>
    /// Goes from record to record until the message is whole. Each byte is judged when it is there, in its order: so the answer does not depend on how many came together.
    /// </summary>
    /// <param name="peeked">The records.</param>
    /// <param name="message">The length of the message in bytes, its header included, when done.</param>
    private static PeekResult Walk(ReadOnlySpan<byte> peeked, out int message)
    {
        message = 0;
        var (at, have, length) = (0, 0, 0);
        while (true)
        {
            var record = peeked[at..];
            if (CheckRecord(record, isFirst: at == 0) is var check && check.Status != PeekStatus.Done) return check;
            var size = BinaryPrimitives.ReadUInt16BigEndian(record[SizeAt..]);
            var fragment = record.Slice(RecordHeaderBytes, Math.Min(size, record.Length - RecordHeaderBytes));
            for (var i = 0; i < fragment.Length && have + i < MessageHeaderBytes; i++)
            {
                if (have + i > 0) length = (length << 8) | fragment[i];
                else if (fragment[i] != ClientHelloMessage) return PeekResult.Malformed("not_a_client_hello");
            }

            have += fragment.Length;
            if (have >= MessageHeaderBytes && length > MaxHelloBytes) return PeekResult.Malformed("hello_too_large");
            if (have >= MessageHeaderBytes + length)
            {
                message = MessageHeaderBytes + length;
                return PeekResult.Done;
            }

            if (fragment.Length < size) return PeekResult.NeedMore;
            at += RecordHeaderBytes + size;
        }
    }

    /// <summary>Whether a record of a handshake begins here, whose content may still be on its way.</summary>
    private static PeekResult CheckRecord(ReadOnlySpan<byte> record, bool isFirst)
    {
        if (record.IsEmpty) return PeekResult.NeedMore;
        if (record[0] != HandshakeRecord) return isFirst ? PeekResult.Foreign : PeekResult.Malformed("interleaved_record");
        if (record.Length == 1) return PeekResult.NeedMore;
        if (record[1] != MajorVersion) return isFirst ? PeekResult.Foreign : PeekResult.Malformed("bad_record_version");
        if (record.Length < RecordHeaderBytes) return PeekResult.NeedMore;
        return BinaryPrimitives.ReadUInt16BigEndian(record[SizeAt..]) is 0 or > MaxRecordBytes ? PeekResult.Malformed("bad_record_length") : PeekResult.Done;
    }

    private static void Join(ReadOnlySpan<byte> records, Span<byte> message)
    {
        while (!message.IsEmpty)
        {
            var size = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(records[SizeAt..]), message.Length);
            records.Slice(RecordHeaderBytes, size).CopyTo(message);
            records = records[(RecordHeaderBytes + size)..];
            message = message[size..];
        }
    }
}
