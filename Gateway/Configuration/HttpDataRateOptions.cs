using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The slowest that a body may move.</summary>
internal sealed record HttpDataRateOptions
{
    /// <summary>Bytes per second on the average. Default 240; 0 for as slow as one likes.</summary>
    public int BytesPerSecond { get; init; } = 240;

    /// <summary>How long it is not looked at, from above 1 s. Default 5 s.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>In Kestrel's terms; null for no minimum.</summary>
    public MinDataRate? ToKestrel() => BytesPerSecond == 0 ? null : new MinDataRate(BytesPerSecond, GracePeriod);
}
