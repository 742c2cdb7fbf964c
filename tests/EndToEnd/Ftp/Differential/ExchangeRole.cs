namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>Who talks in an exchange.</summary>
internal enum ExchangeRole
{
    /// <summary>Logged in, allowed to write, in the directory /work.</summary>
    Writer,

    /// <summary>Logged in as anonymous, allowed to read, in the directory /work.</summary>
    Reader,

    /// <summary>Just connected.</summary>
    Stranger,
}
