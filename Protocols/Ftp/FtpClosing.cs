using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Whether and why the control connection is about to close.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FtpClosing>))]
public enum FtpClosing
{
    /// <summary>It stays open.</summary>
    No,

    /// <summary>QUIT came in mid-transfer: 221 and close at the transfer's end.</summary>
    Quit,

    /// <summary>The service leaves: 421 and close at the transfer's end.</summary>
    Shutdown,

    /// <summary>The last reply is out; nothing is handled any more.</summary>
    Closed,
}
