namespace SocketGateway.Protocols.Telnet;

/// <summary>Where one side of one option stands (RFC 1143 section 7); "queued" is the RFC's queue bit set to OPPOSITE.</summary>
public enum QState
{
    /// <summary>The option is off.</summary>
    No,

    /// <summary>The option is on.</summary>
    Yes,

    /// <summary>Switching it off has been asked for.</summary>
    WantNo,

    /// <summary>Switching it off has been asked for, and it is to be asked back on after the answer.</summary>
    WantNoQueued,

    /// <summary>Switching it on has been asked for.</summary>
    WantYes,

    /// <summary>Switching it on has been asked for, and it is to be asked back off after the answer.</summary>
    WantYesQueued,
}
