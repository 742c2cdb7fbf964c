using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Telemetry;

/// <summary>The names of the events on a connection's span.</summary>
internal static class SpanEvents
{
    public const string Opened = "opened";
    public const string Secured = "secured";
    public const string CutOff = "cut_off";
    public const string Lost = "lost";
    public const string Resumed = "resumed";
    public const string Moved = "moved";
    public const string Refused = "refused";
    public const string Transferred = "transferred";
    public const string Poisoned = "poisoned";
    public const string ServiceFailing = "service_failing";
    public const string InvalidCommit = "invalid_commit";
    public const string Connected = "connected";
    public const string Paused = "paused";
    public const string Flowing = "flowing";

    /// <summary>Null: not an event of its own.</summary>
    public static string? Of(LedgerNote note) => note switch
    {
        LedgerNote.Opened => Opened,
        LedgerNote.Secured => Secured,
        LedgerNote.Lost => Lost,
        LedgerNote.Resumed => Resumed,
        LedgerNote.Moved => Moved,
        LedgerNote.Refused => Refused,
        LedgerNote.Transferred => Transferred,
        LedgerNote.Poisoned => Poisoned,
        LedgerNote.ServiceFailing => ServiceFailing,
        LedgerNote.InvalidCommit => InvalidCommit,
        _ => null, // Fenced is counted; Opening is the session's span; an alias is a name that a session chose
    };
}
