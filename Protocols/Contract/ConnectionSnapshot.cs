namespace SocketGateway.Protocols.Contract;

/// <summary>One row of the list of connections: offsets and sizes in bytes.</summary>
/// <param name="Info">What is fixed about the connection.</param>
/// <param name="Service">The service that serves it now.</param>
/// <param name="State">opening, serving, held, closing.</param>
/// <param name="Epoch">The number of the session's incarnation.</param>
/// <param name="Commits">Commits applied.</param>
/// <param name="Alias">The name for pushes.</param>
/// <param name="BytesIn">Bytes received from the client, over all channels.</param>
/// <param name="BytesCommitted">The offset in the client's own channel up to which input is consumed by a commit.</param>
/// <param name="BytesEmitted">The offset in the client's own channel up to which there is committed output.</param>
/// <param name="BytesOut">Bytes that sockets took, over all channels.</param>
/// <param name="InputWindow">How many received bytes may wait for a commit.</param>
/// <param name="OutputWindow">How many bytes of output may wait for the socket.</param>
/// <param name="Age">Since the accept.</param>
/// <param name="HeldUpBy">Who keeps the bytes from flowing.</param>
public sealed record ConnectionSnapshot(
    ConnectionInfo Info,
    string Service,
    string State,
    int Epoch,
    long Commits,
    string? Alias,
    long BytesIn,
    long BytesCommitted,
    long BytesEmitted,
    long BytesOut,
    int InputWindow,
    int OutputWindow,
    TimeSpan Age,
    HeldUpBy HeldUpBy)
{
    /// <summary>The node where the session runs, <c>host:port</c>; null while it is the gateway's own, and while there is none.</summary>
    public string? Node { get; init; }

    /// <summary>The bytes are moved past the session's messages: epochs, commits and windows say nothing.</summary>
    public bool Leased { get; init; }

    /// <summary>Where the bytes are forwarded to, name and address; null where there is no such thing.</summary>
    public string? Destination { get; init; }
}
