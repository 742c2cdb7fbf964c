namespace SocketGateway.Protocols.Ftp;

/// <summary>What is checked before a verb is looked at any closer.</summary>
[Flags]
internal enum FtpVerbRules
{
    None = 0,

    /// <summary>Allowed before login; all others are answered with 530.</summary>
    BeforeLogin = 1,

    /// <summary>Handled while a transfer is under way; all others wait for its end.</summary>
    DuringTransfer = 2,

    /// <summary>An argument is an error: 501.</summary>
    NoArgument = 4,

    /// <summary>No argument is an error: 501.</summary>
    NeedsArgument = 8,

    /// <summary>Known from an RFC, answered with 502.</summary>
    NotImplemented = 16,

    /// <summary>Implemented where there is TLS, else 502.</summary>
    NeedsTls = 32,

    /// <summary>Needs a data connection: refused in clear text where encryption is required, else 521.</summary>
    Transfers = 64,
}
