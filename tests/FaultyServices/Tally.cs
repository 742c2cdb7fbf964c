namespace SocketGateway.FaultyServices;

/// <summary>What a connection has said so far.</summary>
/// <param name="Count">Lines.</param>
/// <param name="Checksum">FNV-1a of all of them, each with a line feed.</param>
/// <param name="Last">The number at the head of the last one.</param>
public sealed record Tally(long Count = 0, ulong Checksum = Fnv.Offset, long Last = 0);
