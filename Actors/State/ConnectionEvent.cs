namespace SocketGateway.Actors.State;

/// <summary>One thing that happened to a connection that is watched.</summary>
/// <param name="Number">Counts up without a gap within a feed, and over the feeds of a connection.</param>
/// <param name="Age">Milliseconds since the connection was accepted.</param>
/// <param name="Name">A word.</param>
/// <param name="Detail">Further words and numbers; never the client's bytes.</param>
internal readonly record struct ConnectionEvent(long Number, long Age, string Name, string Detail);
