namespace SocketGateway.Protocols.Links;

/// <summary>Counts of one end of a link since it began.</summary>
internal readonly record struct LinkStatistics(
    long FramesSent, long FramesReceived, long BytesSent, long BytesReceived, long MessagesSent, long MessagesReceived, long Unacknowledged, long Waiting, long WindowStalls);
