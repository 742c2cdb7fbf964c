using System.Security.Cryptography;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.State;

/// <summary>Hands out ids that no restart of this gateway uses again. Thread-safe.</summary>
internal sealed class ConnectionIds
{
    private readonly uint _incarnation = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private uint _counter;

    public ConnectionId Next() => ConnectionId.Create(_incarnation, Interlocked.Increment(ref _counter));
}
