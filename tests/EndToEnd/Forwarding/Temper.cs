namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>How one end of a conversation behaves.</summary>
internal enum Temper
{
    /// <summary>Sends and reads as it comes.</summary>
    Calm,

    /// <summary>Ends its side at once, with no or few bytes.</summary>
    HalfClosed,

    /// <summary>Sends a few bytes at a time.</summary>
    Trickling,

    /// <summary>Sends megabytes.</summary>
    Flooding,

    /// <summary>Does not read for a while.</summary>
    Stalling,

    /// <summary>Resets the connection in the middle.</summary>
    Resetting,
}
