using SocketGateway.Protocols.Sessions;

namespace SocketGateway.FaultyServices;

/// <summary>What the next version of the service remembers: it reads what the version before wrote, which cannot read this.</summary>
/// <param name="Count">Lines.</param>
/// <param name="Checksum">FNV-1a of all of them, each with a line feed.</param>
/// <param name="Last">The number at the head of the last one.</param>
/// <param name="Version">What the version before did not have.</param>
[StateVersion(2, ReadsFrom = 1)]
public sealed record Tally(long Count = 0, ulong Checksum = Fnv.Offset, long Last = 0, int Version = 2);
