namespace SocketGateway.Protocols.Contract;

/// <summary>
/// The messages between a connection and its session. Every one carries the epoch, and either side drops what is not of the current one (rule 2).
/// Byte payloads are never written to after they were put into a message.
/// </summary>
internal abstract class SessionProtocol
{
    protected SessionProtocol(int epoch) => Epoch = epoch;

    public int Epoch { get; }

    /// <summary>Connection to session: begin, from here.</summary>
    internal sealed class Open(int epoch) : SessionProtocol(epoch)
    {
        public required ConnectionInfo Connection { get; init; }
        public required string Service { get; init; }
        public required StartKind Start { get; init; }
        public required long LastCommit { get; init; }
        public required SessionState? State { get; init; }
        public required ChannelSnapshot[] Channels { get; init; }
        public required TimerSnapshot[] Timers { get; init; }
        public required byte Writable { get; init; }
        public required string? Alias { get; init; }
        public required int InputWindow { get; init; }
        public required int MaxCommit { get; init; }
        public required int MaxState { get; init; }
    }

    /// <summary>Connection to session: bytes of a channel, the first of them at <see cref="Offset"/>.</summary>
    internal sealed class Input(int epoch, int channel, long offset, ReadOnlyMemory<byte> bytes) : SessionProtocol(epoch)
    {
        public int Channel => channel;
        public long Offset => offset;
        public ReadOnlyMemory<byte> Bytes => bytes;
    }

    /// <summary>Connection to session: a channel's input ends at this offset (rule 9).</summary>
    internal sealed class InputEnded(int epoch, int channel, long offset) : SessionProtocol(epoch)
    {
        public int Channel => channel;
        public long Offset => offset;
    }

    /// <summary>Connection to session: output of a channel may reach this absolute offset (rule 8).</summary>
    internal sealed class OutputCredit(int epoch, int channel, long credit) : SessionProtocol(epoch)
    {
        public int Channel => channel;
        public long Credit => credit;
    }

    /// <summary>Connection to session: an event to handle, known by its id.</summary>
    internal sealed class Event(int epoch, long id, SessionEvent occurrence) : SessionProtocol(epoch)
    {
        public long Id => id;
        public SessionEvent Occurrence => occurrence;
    }

    /// <summary>Connection to session: the answer to <see cref="OpenChannel"/>; a null end point says it failed.</summary>
    internal sealed class ChannelListening(int epoch, int channel, System.Net.IPEndPoint? local, string? error) : SessionProtocol(epoch)
    {
        public int Channel => channel;
        public System.Net.IPEndPoint? Local => local;
        public string? Error => error;
    }

    /// <summary>Connection to session: finish the step under way, commit it, answer <see cref="Stopped"/>, and end.</summary>
    internal sealed class Stop(int epoch) : SessionProtocol(epoch);

    /// <summary>Connection to session: the gateway closes; finish in time if the protocol has a way to.</summary>
    internal sealed class Draining(int epoch, TimeSpan remaining) : SessionProtocol(epoch)
    {
        public TimeSpan Remaining => remaining;
    }

    /// <summary>Connection to session: the connection is over, or this epoch is.</summary>
    internal sealed class Ended(int epoch, string reason) : SessionProtocol(epoch)
    {
        public string Reason => reason;
    }

    /// <summary>Session to connection: ready. <see cref="MaxMessage"/> is the largest message of a framing session, 0 for none.</summary>
    internal sealed class Opened(int epoch, int maxMessage, bool resumable) : SessionProtocol(epoch)
    {
        public int MaxMessage => maxMessage;
        public bool Resumable => resumable;

        /// <summary>That no byte moves does not mean that nothing is under way: only the session may say that the connection is over.</summary>
        public bool WorksInSilence { get; init; }
    }

    /// <summary>Service to connection: not here (rule 15). The words are those of <see cref="RefusalReasons"/>.</summary>
    internal sealed class Refused(int epoch, string reason) : SessionProtocol(epoch)
    {
        public string Reason => reason;
    }

    /// <summary>Session to connection: a channel that listens is wanted in mid-step; a commit adopts it (rule 10).</summary>
    internal sealed class OpenChannel(int epoch, int channel, bool tls = false) : SessionProtocol(epoch)
    {
        public int Channel => channel;
        public bool Tls => tls;
    }

    /// <summary>Service to connection: this node would rather not serve the session any longer; it goes on until it is told to <see cref="Stop"/> (rule 16).</summary>
    internal sealed class Leaving(int epoch) : SessionProtocol(epoch);

    /// <summary>Session to connection: the answer to <see cref="Stop"/>.</summary>
    internal sealed class Stopped(int epoch) : SessionProtocol(epoch);

    /// <summary>
    /// Session to connection: the incarnation failed. <see cref="OnInput"/> says that the step had begun on input or an event, so that it counts
    /// towards poison (rule 14), <see cref="ServiceFailing"/> that so many sessions fail that the fault is the service's.
    /// </summary>
    internal sealed class Failed(int epoch, bool onInput, bool serviceFailing, string error) : SessionProtocol(epoch)
    {
        public bool OnInput => onInput;
        public bool ServiceFailing => serviceFailing;
        public string Error => error;

        /// <summary>The event that the step had begun on; 0 when it was input, or neither.</summary>
        public long EventId { get; init; }
    }
}
