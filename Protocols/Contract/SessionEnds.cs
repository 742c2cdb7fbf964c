namespace SocketGateway.Protocols.Contract;

/// <summary>The reasons with which <see cref="SessionProtocol.Ended"/> ends an incarnation and not its connection.</summary>
internal static class SessionEnds
{
    /// <summary>Another incarnation takes its place.</summary>
    public const string Replaced = "replaced";

    /// <summary>Another service has the connection.</summary>
    public const string Transferred = "transferred";

    /// <summary>The way to the connection is gone, which resumes elsewhere (rule 18).</summary>
    public const string LinkLost = "link_lost";
}
