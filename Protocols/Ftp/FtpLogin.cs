using System.Text.Json.Serialization;

namespace SocketGateway.Protocols.Ftp;

/// <summary>How far the login has come (RFC 959 §5.4, §6).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FtpLogin>))]
public enum FtpLogin
{
    /// <summary>Nothing yet, or the last try failed: USER is expected.</summary>
    None,

    /// <summary>USER was given: PASS is expected.</summary>
    NeedsPassword,

    /// <summary>Logged in.</summary>
    Done,
}
