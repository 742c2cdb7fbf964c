namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>One of the two servers, as one role sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="User">Who logs in.</param>
/// <param name="Password">With what.</param>
/// <param name="Tree">What it serves.</param>
internal sealed record FtpSide(string Name, int Port, string User, string Password, FtpTree Tree);
