namespace SocketGateway.Gateway.Configuration;

/// <summary>One thing that is wrong: the full key, such as <c>SocketGateway:Listeners:ftp:Port</c>, and why, in words for who wrote
/// it.</summary>
internal sealed record ConfigurationFault(string Key, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Message}";
}
