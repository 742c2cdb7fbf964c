using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>
/// What a <see cref="ConnectionLedger"/> asks of the world. Calls rather than a list of values, so that nothing is allocated on the byte path;
/// an implementation must not call back into the ledger from within one of them.
/// </summary>
internal interface ILedgerEffects
{
    /// <summary>Start a session for this epoch.</summary>
    void Open(SessionProtocol.Open open);

    /// <summary>
    /// Look for a node that takes the session instead of the one where it is (rule 16). Answered by <see cref="ConnectionLedger.Found"/> or
    /// <see cref="ConnectionLedger.NotFound"/>, or asked again.
    /// </summary>
    void FindPlace();

    /// <summary>Tell the session of the current epoch.</summary>
    void Send(SessionProtocol message);

    /// <summary>Ask the channel's socket for one more read.</summary>
    void Read(int channel);

    /// <summary>
    /// Write these bytes, never empty. Returns how many the socket took at once, none while earlier bytes wait; of a rest
    /// <see cref="ConnectionLedger.Written"/> tells as the socket takes it.
    /// </summary>
    int Write(int channel, ReadOnlyMemory<byte> bytes);

    /// <summary>Listen for the one connection of this channel; with <paramref name="tls"/> it is a TLS server's.</summary>
    void Listen(int channel, bool tls);

    /// <summary>Connect this channel; with <paramref name="tls"/> as the TLS server.</summary>
    void Connect(int channel, IPEndPoint peer, bool tls);

    /// <summary>
    /// Put TLS on the client's socket: <paramref name="early"/> arrived before and is not clear text any more, <paramref name="reading"/> says that a read was asked for
    /// already. Answered once by <see cref="ConnectionLedger.Secured"/> or <see cref="ConnectionLedger.NotSecured"/>, or the channel goes down.
    /// </summary>
    void StartTls(ReadOnlyMemory<byte> early, bool reading);

    /// <summary>All output is with the kernel: send FIN, discard input, report the end.</summary>
    void Shutdown(int channel);

    /// <summary>Reset the channel's socket, or close its listening port.</summary>
    void Reset(int channel);

    /// <summary>Output that the peer has not acknowledged although the socket took it, in bytes; 0 where that is not known.</summary>
    long Unsent(int channel);

    /// <summary>Something an operator wants to see.</summary>
    void Note(LedgerNote note, string detail);

    /// <summary>The connection is over; an empty reason for an orderly end. Called once, and nothing after it.</summary>
    void Ended(string reason);
}
