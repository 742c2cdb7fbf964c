using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>What a commit asks for beside bytes and state, in the order in which it takes place.</summary>
internal sealed class CommitEffects
{
    /// <summary>Timers set (a duration) and cleared (null).</summary>
    public List<(string Name, TimeSpan? Due)> Timers { get; } = [];

    /// <summary>Listening channels opened in mid-step that live on from this commit.</summary>
    public List<int> Adopted { get; } = [];

    /// <summary>Connections to make.</summary>
    public List<(int Channel, IPEndPoint Peer, bool Tls)> Connects { get; } = [];

    /// <summary>Channels to close: flushed, or reset.</summary>
    public List<(int Channel, bool Reset)> Closes { get; } = [];

    /// <summary>A name by which the connection can be pushed to; empty removes it.</summary>
    public string? Alias { get; set; }

    /// <summary>The service to hand the connection to.</summary>
    public string? Transfer { get; set; }

    /// <summary>Put TLS on the client's channel: what follows the consumed input is the client's handshake.</summary>
    public bool StartTls { get; set; }

    /// <summary>Close the connection: null no; an empty reason for an orderly close, else an error's reason.</summary>
    public string? Close { get; set; }
}
