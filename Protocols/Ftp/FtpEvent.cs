using System.Collections.Immutable;
using System.Net;

namespace SocketGateway.Protocols.Ftp;

/// <summary>
/// Something that the session tells <see cref="FtpMachine"/>. One that does not fit the state (a channel event repeated, the end of
/// a transfer that was aborted) changes nothing and has no effects.
/// </summary>
public abstract record FtpEvent
{
    private FtpEvent()
    {
    }

    /// <summary>Answer to <see cref="FtpEffect.CheckPassword"/>.</summary>
    /// <param name="Ok">Whether the user is let in.</param>
    /// <param name="Home">Virtual path of the first working directory.</param>
    /// <param name="Rights">What the user may do.</param>
    /// <param name="Base">See <see cref="FtpState.Base"/>.</param>
    public sealed record PasswordChecked(
        bool Ok, string Home = FtpPath.Root, FtpRights Rights = FtpRights.None, string Base = FtpPath.Root) : FtpEvent;

    /// <summary>Answer to <see cref="FtpEffect.OpenPassive"/>.</summary>
    /// <param name="Address">Address for the client, IPv4 for PASV; EPSV does not show it.</param>
    /// <param name="Port">Port for the client.</param>
    /// <param name="Extended">As in the question.</param>
    public sealed record PassiveOpened(IPAddress Address, int Port, bool Extended) : FtpEvent;

    /// <summary>Answer to <see cref="FtpEffect.ChangeDirectory"/>: it exists and may be entered.</summary>
    /// <param name="Path">The path of the question.</param>
    public sealed record DirectoryEntered(string Path) : FtpEvent;

    /// <summary>Answer to <see cref="FtpEffect.FileSize"/>.</summary>
    /// <param name="Size">Bytes.</param>
    public sealed record SizeFound(long Size) : FtpEvent;

    /// <summary>Answer to <see cref="FtpEffect.ModificationTime"/>.</summary>
    /// <param name="Modified">Time of the last change.</param>
    public sealed record TimeFound(DateTimeOffset Modified) : FtpEvent;

    /// <summary>Answer to <see cref="FtpEffect.Describe"/>.</summary>
    /// <param name="Path">The path of the question.</param>
    /// <param name="Entry">What was found there.</param>
    public sealed record Described(string Path, FtpEntry Entry) : FtpEvent;

    /// <summary>Answer to <see cref="FtpEffect.Show"/>.</summary>
    /// <param name="Path">The path of the question.</param>
    /// <param name="Entries">What was found there.</param>
    /// <param name="IsFile">Whether the path is that of a file.</param>
    /// <param name="More">Whether there is more than was asked for.</param>
    /// <param name="Now">The present time, by which old entries are told from new ones.</param>
    public sealed record Listed(string Path, ImmutableArray<FtpEntry> Entries, bool IsFile, bool More, DateTimeOffset Now) : FtpEvent;

    /// <summary>Answer to the questions that only ask for something to be done: it was.</summary>
    /// <param name="Question">The question.</param>
    public sealed record Done(FtpEffect Question) : FtpEvent;

    /// <summary>A question whose answer is no.</summary>
    /// <param name="Failure">Why not.</param>
    public sealed record Refused(FtpFailure Failure) : FtpEvent;

    /// <summary>The file or directory of the transfer is open. A second one, of a session that resumed, changes nothing.</summary>
    public sealed record TransferStarted : FtpEvent
    {
        /// <summary>RETR: bytes of the file, for the text of the reply.</summary>
        public long? Size { get; init; }

        /// <summary>Uploads: see <see cref="FtpTransfer.Temporary"/>.</summary>
        public string? Temporary { get; init; }

        /// <summary>STOU: the path that the session has chosen.</summary>
        public string? Path { get; init; }

        /// <summary>APPE: bytes of the file so far.</summary>
        public long? Offset { get; init; }
    }

    /// <summary>
    /// The transfer is over. Without a failure: for RETR and listings the data channel reported its bytes flushed to the client; for
    /// uploads the client ended the stream and the file stands under its name.
    /// </summary>
    /// <param name="Failure">What went wrong, if anything.</param>
    public sealed record TransferEnded(FtpFailure? Failure = null) : FtpEvent;

    /// <summary>The gateway closes; a transfer under way may end first.</summary>
    public sealed record ShuttingDown : FtpEvent;

    /// <summary>The client was silent for too long. Ignored while a transfer is under way.</summary>
    public sealed record TimedOut : FtpEvent;
}
