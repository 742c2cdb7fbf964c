namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// Something that <see cref="FtpMachine"/> wants done. The questions among them are answered by an <see cref="FtpEvent"/>
/// within the same step of the session, before its commit and before the next command: so no state waits for an answer. Any of them may be answered by
/// <see cref="FtpEvent.Refused"/>. All paths are normalized virtual ones.
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

    /// <summary>Encrypt the control connection after what was sent. Nothing follows.</summary>
    public sealed record StartTls : FtpEffect;

    /// <summary>Close the passive channel; no transfer is using it.</summary>
    public sealed record CloseData : FtpEffect;

    /// <summary>Stop this transfer if it still runs, close its data channel, remove or keep what an upload has brought so far.</summary>
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

    /// <summary>Question: open a passive channel. Answer: <see cref="FtpEvent.PassiveOpened"/>.</summary>
    /// <param name="Extended">For EPSV rather than PASV; to be repeated in the answer.</param>
    /// <param name="Secure">Encrypted, as PROT P demands.</param>
    public sealed record OpenPassive(bool Extended, bool Secure = false) : FtpEffect;

    /// <summary>Question: can this directory be entered? Answer: <see cref="FtpEvent.DirectoryEntered"/>.</summary>
    /// <param name="Path">The directory.</param>
    public sealed record ChangeDirectory(string Path) : FtpEffect;

    /// <summary>Question: how many bytes has this file? Answer: <see cref="FtpEvent.SizeFound"/>.</summary>
    /// <param name="Path">The file.</param>
    public sealed record FileSize(string Path) : FtpEffect;

    /// <summary>Question: when was this file changed? Answer: <see cref="FtpEvent.TimeFound"/>.</summary>
    /// <param name="Path">The file.</param>
    public sealed record ModificationTime(string Path) : FtpEffect;

    /// <summary>Question: what is this? Answer: <see cref="FtpEvent.Described"/>.</summary>
    /// <param name="Path">A file or directory.</param>
    public sealed record Describe(string Path) : FtpEffect;

    /// <summary>Question: what is in here, so much as fits into a reply? Answer: <see cref="FtpEvent.Listed"/>.</summary>
    /// <param name="Path">A file or directory.</param>
    /// <param name="Limit">Entries to show at most.</param>
    public sealed record Show(string Path, int Limit) : FtpEffect;

    /// <summary>Question: is there something to rename? Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="Path">A file or directory.</param>
    public sealed record FindSource(string Path) : FtpEffect;

    /// <summary>Question: give this another name, in place of a file that has it. Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="From">A file or directory.</param>
    /// <param name="To">The new path.</param>
    public sealed record Rename(string From, string To) : FtpEffect;

    /// <summary>Question: delete this file. Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="Path">The file.</param>
    public sealed record DeleteFile(string Path) : FtpEffect;

    /// <summary>Question: delete this empty directory. Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="Path">The directory.</param>
    public sealed record DeleteDirectory(string Path) : FtpEffect;

    /// <summary>Question: make this directory. Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="Path">The directory.</param>
    public sealed record MakeDirectory(string Path) : FtpEffect;

    /// <summary>Question: set the time of the last change. Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Modified">The time.</param>
    public sealed record SetTime(string Path, DateTimeOffset Modified) : FtpEffect;

    /// <summary>Question: set the permission bits. Answer: <see cref="FtpEvent.Done"/>.</summary>
    /// <param name="Path">The file or directory.</param>
    /// <param name="Mode">The bits, at most 0777.</param>
    public sealed record SetMode(string Path, UnixFileMode Mode) : FtpEffect;

    /// <summary>
    /// Question: run this transfer from its offset, on the passive channel, or else on a connection to the client's active port. Answer:
    /// <see cref="FtpEvent.TransferStarted"/> as soon as the file is open, without waiting for the connection (some clients connect only after 150);
    /// in some later step <see cref="FtpEvent.TransferEnded"/>.
    /// </summary>
    /// <param name="Transfer">What to transfer, and from where on.</param>
    public sealed record RunTransfer(FtpTransfer Transfer) : FtpEffect;
}
