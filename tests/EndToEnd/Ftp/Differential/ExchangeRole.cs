namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>Who talks in an exchange.</summary>
internal enum ExchangeRole
{
    /// <summary>Logged in, allowed to write, in the directory /area.</summary>
    Writer,

    /// <summary>Logged in as anonymous, allowed to read, in the directory /area.</summary>
    Reader,

    /// <summary>Just connected.</summary>
    Stranger,
}
