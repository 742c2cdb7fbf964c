namespace SocketGateway.Actors.Connections;

/// <summary>What is known of an input that crashed every session it was given to.</summary>
internal sealed record PoisonCapsule(string Connection, string Service, long Bytes, long Offset, string Why, string StateType, int StateBytes, string Content);
