namespace SocketGateway.Actors.Messages;

/// <summary>Where a connection that is watched tells what happens to it. Thread-safe.</summary>
internal interface IConnectionFeed
{
    /// <summary>Adds an event.</summary>
    /// <param name="now">The instant of the monotonic clock, in milliseconds.</param>
    /// <param name="age">Milliseconds since the connection was accepted.</param>
    /// <param name="name">A word.</param>
    /// <param name="detail">Further words and numbers; never the client's bytes.</param>
    /// <returns>False when nobody has read for so long that there is no point in telling more.</returns>
    bool Add(long now, long age, string name, string detail);

    /// <summary>The connection is over: nothing comes any more.</summary>
    void End();
}
