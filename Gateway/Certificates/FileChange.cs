namespace SocketGateway.Gateway.Certificates;

/// <summary>What a look at watched files came to.</summary>
internal enum FileChange
{
    /// <summary>They are as they were judged before, or still being changed.</summary>
    None,

    /// <summary>What they now hold is used.</summary>
    Taken,

    /// <summary>What they now hold cannot be used: the former is kept.</summary>
    Refused,
}
