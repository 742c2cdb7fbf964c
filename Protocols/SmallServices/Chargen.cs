namespace SocketGateway.Protocols.SmallServices;

/// <summary>
/// The character generator's endless stream (RFC 864): lines of 72 printable ASCII characters, each starting one character later in the
/// ring of 95, ended by CR LF. The stream is a function of the position alone, so a session that is resumed continues exactly.
/// </summary>
public static class Chargen
{
    private const int Columns = 72;
    private const int FirstCharacter = ' ';
    private const int Characters = '~' - ' ' + 1;
    private static readonly byte[] Period = CreatePeriod();

    /// <summary>Fills <paramref name="destination"/> with the bytes of the stream from <paramref name="position"/> on.</summary>
    /// <param name="position">Bytes of the stream that come before; not negative.</param>
    /// <param name="destination">Any number of bytes, whole lines or not.</param>
    public static void Write(long position, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        var rest = Period.AsSpan((int)(position % Period.Length));
        while (destination.Length > rest.Length)
        {
            rest.CopyTo(destination);
            destination = destination[rest.Length..];
            rest = Period;
        }

        rest[..destination.Length].CopyTo(destination);
    }

    /// <summary>After as many lines as there are characters the pattern repeats.</summary>
    private static byte[] CreatePeriod()
    {
        var lines = new List<byte>(Characters * (Columns + 2));
        for (var line = 0; line < Characters; line++)
        {
            for (var column = 0; column < Columns; column++) lines.Add((byte)(FirstCharacter + (line + column) % Characters));
            lines.AddRange("\r\n"u8);
        }

        return [.. lines];
    }
}
