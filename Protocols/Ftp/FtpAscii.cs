using System.Buffers;

namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// TYPE A (RFC 959 §3.1.1.1): lines end in LF in files here and in CRLF on the wire. Works on pieces of any size; all that is carried
/// from one to the next is one bit, so that a transfer goes on from an offset and this bit.
/// </summary>
public static class FtpAscii
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    /// <summary>File to wire: each LF without a CR before it gets one. At most twice as many bytes come out.</summary>
    /// <param name="piece">Next bytes of the file.</param>
    /// <param name="afterCr">Result of the last call; false at the start of the file.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Whether the last byte was CR.</returns>
    public static bool ToWire(ReadOnlySpan<byte> piece, bool afterCr, IBufferWriter<byte> output)
    {
        while (!piece.IsEmpty)
        {
            var lf = piece.IndexOf(Lf);
            if (lf < 0)
            {
                output.Write(piece);
                return piece[^1] == Cr;
            }
            output.Write(piece[..lf]);
            var hasCr = lf > 0 ? piece[lf - 1] == Cr : afterCr;
            output.Write(hasCr ? "\n"u8 : "\r\n"u8);
            afterCr = false;
            piece = piece[(lf + 1)..];
        }
        return afterCr;
    }

    /// <summary>Wire to file: CRLF becomes LF. A CR at the end is held back until its successor is known.</summary>
    /// <param name="piece">Next bytes from the wire.</param>
    /// <param name="afterCr">Result of the last call; false at the start.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Whether a CR is held back.</returns>
    public static bool FromWire(ReadOnlySpan<byte> piece, bool afterCr, IBufferWriter<byte> output)
    {
        while (!piece.IsEmpty)
        {
            if (afterCr && piece[0] != Lf)
                output.Write("\r"u8);
            var cr = piece.IndexOf(Cr);
            if (cr < 0)
            {
                output.Write(piece);
                return false;
            }
            output.Write(piece[..cr]);
            afterCr = true;
            piece = piece[(cr + 1)..];
        }
        return afterCr;
    }

    /// <summary>End of the stream from the wire: writes the CR that is still held back.</summary>
    /// <param name="afterCr">Result of the last <see cref="FromWire"/>.</param>
    /// <param name="output">Where to.</param>
    public static void EndFromWire(bool afterCr, IBufferWriter<byte> output)
    {
        if (afterCr)
            output.Write("\r"u8);
    }
}
