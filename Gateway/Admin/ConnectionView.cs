using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Admin;

/// <summary>One connection as operators see it. All counts are bytes.</summary>
internal sealed record ConnectionView(
    string Id,
    ConnectionView.SocketsView Sockets,
    string Listener,
    string Service,
    string State,
    int Epoch,
    long Commits,
    string? Alias,
    ConnectionView.BytesView Bytes,
    ConnectionView.OffsetsView Offsets,
    ConnectionView.WindowsView Windows,
    double AgeSeconds,
    string HeldUpBy,
    string? TraceId,
    string? Tls,
    string? Node,
    string Way,
    string? Destination)
{
    public static ConnectionView Of(ConnectionSnapshot snapshot) => new(
        snapshot.Info.Id.ToString(),
        new SocketsView(snapshot.Info.Sockets.Peer.ToString(), snapshot.Info.Sockets.Local.ToString()),
        snapshot.Info.Listener,
        snapshot.Service,
        snapshot.State,
        snapshot.Epoch,
        snapshot.Commits,
        snapshot.Alias,
        new BytesView(snapshot.BytesIn, snapshot.BytesOut),
        new OffsetsView(snapshot.BytesCommitted, snapshot.BytesEmitted),
        new WindowsView(snapshot.InputWindow, snapshot.OutputWindow),
        Math.Round(snapshot.Age.TotalSeconds, 3),
        snapshot.HeldUpBy.ToString().ToLowerInvariant(),
        snapshot.Info.Trace == default ? null : snapshot.Info.Trace.TraceId.ToString(),
        snapshot.Info.Tls?.ToString(),
        snapshot.Node,
        snapshot.Leased ? "lease" : "messages",
        snapshot.Destination);

    /// <summary>The client's socket and the gateway's.</summary>
    internal sealed record SocketsView(string Peer, string Local);

    /// <summary>Received from the client, and taken by its socket.</summary>
    internal sealed record BytesView(long In, long Out);

    /// <summary>How far commits have come: in the input, and in the output.</summary>
    internal sealed record OffsetsView(long Committed, long Emitted);

    /// <summary>How much may wait for a commit, and for the socket.</summary>
    internal sealed record WindowsView(int Input, int Output);
}
