using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>Carries the counts of one end of a link to the instruments, a few times a second. Links come and go behind one peer; the instruments count on.</summary>
internal sealed class LinkMeter(string peer)
{
    /// <summary>A message of an incarnation that was given up.</summary>
    public static readonly KeyValuePair<string, object?> OldEpoch = new(Tags.Fence, "epoch");

    /// <summary>A frame of a link that is over.</summary>
    public static readonly KeyValuePair<string, object?> OldLink = new(Tags.Fence, "link");

    private readonly KeyValuePair<string, object?> _peer = new(Tags.Node, peer);
    private LinkStatistics _told;

    public void Update(in LinkStatistics now)
    {
        Add(GatewayTelemetry.LinkIo, now.BytesSent - _told.BytesSent, GatewayTelemetry.Transmit);
        Add(GatewayTelemetry.LinkIo, now.BytesReceived - _told.BytesReceived, GatewayTelemetry.Receive);
        Add(GatewayTelemetry.LinkFrames, now.FramesSent - _told.FramesSent, GatewayTelemetry.Transmit);
        Add(GatewayTelemetry.LinkFrames, now.FramesReceived - _told.FramesReceived, GatewayTelemetry.Receive);
        Add(GatewayTelemetry.LinkMessages, now.MessagesSent - _told.MessagesSent, GatewayTelemetry.Transmit);
        Add(GatewayTelemetry.LinkMessages, now.MessagesReceived - _told.MessagesReceived, GatewayTelemetry.Receive);
        if (now.WindowStalls > _told.WindowStalls) GatewayTelemetry.LinkStalls.Add(now.WindowStalls - _told.WindowStalls, _peer);
        if (now.Unacknowledged != _told.Unacknowledged) GatewayTelemetry.LinkUnacknowledged.Add(now.Unacknowledged - _told.Unacknowledged, _peer);
        _told = now;
    }

    /// <summary>The next statistics begin at zero.</summary>
    public void Reset()
    {
        if (_told.Unacknowledged != 0) GatewayTelemetry.LinkUnacknowledged.Add(-_told.Unacknowledged, _peer);
        _told = default;
    }

    public static void Fenced(KeyValuePair<string, object?> why) => GatewayTelemetry.LinkFenced.Add(1, why);

    private void Add(System.Diagnostics.Metrics.Counter<long> counter, long count, KeyValuePair<string, object?> direction)
    {
        if (count > 0) counter.Add(count, _peer, direction);
    }
}
