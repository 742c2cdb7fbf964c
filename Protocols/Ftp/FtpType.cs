using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Representation type of a transfer (RFC 959 §3.1.1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FtpType>))]
public enum FtpType
{
    /// <summary>TYPE A N, the default: lines end in CRLF on the wire, see <see cref="FtpAscii"/>.</summary>
    Ascii,

    /// <summary>TYPE I, or L 8: bytes as they are.</summary>
    Image,
}
