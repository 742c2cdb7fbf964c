namespace SocketGateway.Protocols.Telnet;

/// <summary>Where a login stands.</summary>
public enum LoginStage
{
    /// <summary>The user name is awaited.</summary>
    UserName,

    /// <summary>The password is awaited, or being checked.</summary>
    Password,

    /// <summary>Logged in.</summary>
    Accepted,

    /// <summary>Too many attempts failed; the connection is to be closed.</summary>
    Refused,
}
