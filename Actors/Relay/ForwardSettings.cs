using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Relay;

/// <summary>What a connection does on its way to a destination.</summary>
/// <param name="Limits">Its times.</param>
/// <param name="Retries">Further destinations that are tried when one does not answer.</param>
/// <param name="HoldTimeout">How long it waits while none is up or has room, in milliseconds.</param>
internal sealed record ForwardSettings(RelayLimits Limits, int Retries, long HoldTimeout)
{
    /// <summary>What a client is told that waited too long; null: it is reset.</summary>
    public ReadOnlyMemory<byte>? Banner { get; init; }

    /// <summary>What a destination is told before the client's bytes; null: nothing.</summary>
    public Func<ConnectionInfo, ReadOnlyMemory<byte>>? Preface { get; init; }
}
