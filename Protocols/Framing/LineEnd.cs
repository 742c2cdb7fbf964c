namespace SocketGateway.Protocols.Framing;

/// <summary>What a <see cref="LineCodec"/> writes after a line. Reading takes both.</summary>
public enum LineEnd
{
    /// <summary>Carriage return and line feed, as in most Internet protocols.</summary>
    CrLf,

    /// <summary>Line feed alone.</summary>
    Lf,
}
