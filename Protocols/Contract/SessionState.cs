namespace SocketGateway.Protocols.Contract;

/// <summary>A session's state as a value: serialized, so that no incarnation shares an object with another (rule 5).</summary>
internal sealed record SessionState(string Type, int Version, ReadOnlyMemory<byte> Data);
