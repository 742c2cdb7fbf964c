namespace SocketGateway.EndToEnd.Clients;

/// <summary>How a stream ended.</summary>
internal enum StreamEnd
{
    /// <summary>By FIN: everything arrived.</summary>
    Finished,

    /// <summary>By RST.</summary>
    Reset,
}
