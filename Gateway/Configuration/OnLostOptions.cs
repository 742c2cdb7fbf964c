namespace SocketGateway.Gateway.Configuration;

/// <summary>What happens to a connection when its session is lost.</summary>
internal sealed record OnLostOptions
{
    /// <summary>Default <see cref="OnLostAction.Resume"/>.</summary>
    public OnLostAction Action { get; init; } = OnLostAction.Resume;

    /// <summary>How long a connection is held while no session can be had; then it is closed. Default 30 s.</summary>
    public TimeSpan HoldTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
