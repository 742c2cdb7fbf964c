namespace SocketGateway.Gateway.Configuration;

/// <summary>What happens to a connection when its session is lost.</summary>
internal enum OnLostAction
{
    /// <summary>A new session resumes with the last state and the input not yet consumed; the client sees a pause.</summary>
    Resume,

    /// <summary>The connection is closed.</summary>
    Close,
}
