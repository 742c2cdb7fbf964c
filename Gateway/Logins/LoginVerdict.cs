namespace SocketGateway.Gateway.Logins;

/// <summary>What became of a login.</summary>
internal enum LoginVerdict
{
    /// <summary>The password is right.</summary>
    Accepted,

    /// <summary>The name is unknown, the password wrong, or the user may not log in here; which of them nobody is told.</summary>
    Wrong,

    /// <summary>The client's address has failed too often. Nothing was checked.</summary>
    LockedOut,

    /// <summary>Too many logins are being checked. Nothing was checked, and nothing counts as failed.</summary>
    Busy,
}
