namespace SocketGateway.Protocols.Telnet;

/// <summary>
/// The Q method of option negotiation (RFC 1143 section 7) for one side of one option. Both sides obey the same table:
/// "positive" is WILL or DO, "negative" WONT or DONT, as sender and direction require. <c>Say</c> is null when nothing is to be sent.
/// </summary>
internal static class QMethod
{
    /// <summary>The peer sent a positive or a negative verb; <paramref name="acceptable"/> tells whether the option may be on.</summary>
    public static (QState Next, bool? Say) Receive(QState state, bool positive, bool acceptable) => (state, positive) switch
    {
        (QState.No, true) => acceptable ? (QState.Yes, true) : (QState.No, false),
        (QState.Yes, true) => (QState.Yes, null),
        // A request to switch off may not be refused: the peer is in error, and silence is what ends it.
        (QState.WantNo, true) => (QState.No, null),
        (QState.WantNoQueued, true) => (QState.Yes, null),
        (QState.WantYes, true) => (QState.Yes, null),
        (QState.WantYesQueued, true) => (QState.WantNo, false),

        (QState.No, false) => (QState.No, null),
        (QState.Yes, false) => (QState.No, false),
        (QState.WantNo, false) => (QState.No, null),
        (QState.WantNoQueued, false) => (QState.WantYes, true),
        (QState.WantYes, false) => (QState.No, null),
        (QState.WantYesQueued, false) => (QState.No, null),

        _ => (QState.No, null), // a stored state of no known value
    };

    /// <summary>This end wants the option on or off; asking for what is already so, or under way, says nothing.</summary>
    public static (QState Next, bool? Say) Ask(QState state, bool enable) => (state, enable) switch
    {
        (QState.No, true) => (QState.WantYes, true),
        (QState.WantNo, true) => (QState.WantNoQueued, null),
        (QState.WantYesQueued, true) => (QState.WantYes, null),

        (QState.Yes, false) => (QState.WantNo, false),
        (QState.WantYes, false) => (QState.WantYesQueued, null),
        (QState.WantNoQueued, false) => (QState.WantNo, null),

        _ => (state, null),
    };
}
