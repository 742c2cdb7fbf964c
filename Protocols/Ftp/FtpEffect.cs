namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// Something that <see cref="FtpMachine"/> wants done. The questions among them are answered by an <see cref="FtpEvent"/>
/// within the same step of the session, before its commit and before the next command: so no state waits for an answer.
/// </summary>
public abstract record FtpEffect
{
    private FtpEffect()
    {
    }

    /// <summary>Send a reply on the control connection.</summary>
    /// <param name="Value">The reply.</param>
    public sealed record Reply(FtpReply Value) : FtpEffect;

    /// <summary>Close the control connection after what was sent, and the data channel with it. Nothing follows.</summary>
    public sealed record CloseControl : FtpEffect;

    /// <summary>Close the passive channel; no transfer is using it.</summary>
    public sealed record CloseData : FtpEffect;

    /// <summary>Stop this transfer if it still runs, close its data channel, delete its temporary file.</summary>
    /// <param name="Transfer">The transfer, which the state no longer holds.</param>
    public sealed record AbortTransfer(FtpTransfer Transfer) : FtpEffect;

    /// <summary>Question: is this the user's password? Answer: <see cref="FtpEvent.PasswordChecked"/>.</summary>
    /// <param name="User">Name as given.</param>
    /// <param name="Password">Password as given; never in <see cref="ToString"/>.</param>
    public sealed record CheckPassword(string User, string Password) : FtpEffect
    {
        /// <summary>The user's name alone.</summary>
        public override string ToString() => $"CheckPassword {{ User = {User} }}";
    }

    /// <summary>Question: open a passive channel. Answer: <see cref="FtpEvent.PassiveOpened"/> or <see cref="FtpEvent.Refused"/>.</summary>
    /// <param name="Extended">For EPSV rather than PASV; to be repeated in the answer.</param>
    public sealed record OpenPassive(bool Extended) : FtpEffect;

    /// <summary>
    /// Question: can this directory be entered?
    /// Answer: <see cref="FtpEvent.DirectoryEntered"/> or <see cref="FtpEvent.Refused"/>.
    /// </summary>
    /// <param name="Path">Normalized virtual path.</param>
    public sealed record ChangeDirectory(string Path) : FtpEffect;

    /// <summary>
    /// Question: how many bytes has this file?
    /// Answer: <see cref="FtpEvent.SizeFound"/> or <see cref="FtpEvent.Refused"/>.
    /// </summary>
    /// <param name="Path">Normalized virtual path.</param>
    public sealed record FileSize(string Path) : FtpEffect;

    /// <summary>Question: when was this file changed? Answer: <see cref="FtpEvent.TimeFound"/> or <see cref="FtpEvent.Refused"/>.</summary>
    /// <param name="Path">Normalized virtual path.</param>
    public sealed record ModificationTime(string Path) : FtpEffect;

    /// <summary>
    /// Question: run this transfer from its offset, on the passive channel. Answer: <see cref="FtpEvent.TransferStarted"/> as soon as
    /// the file is open, without waiting for the client to connect (some connect only after 150), or <see cref="FtpEvent.Refused"/>;
    /// in some later step <see cref="FtpEvent.TransferEnded"/>.
    /// </summary>
    /// <param name="Transfer">What to transfer, and from where on.</param>
    public sealed record RunTransfer(FtpTransfer Transfer) : FtpEffect;
}
