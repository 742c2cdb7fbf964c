namespace SocketGateway.Gateway.Telnet;

/// <summary>What a live view shows next.</summary>
/// <param name="Text">For the terminal, control sequences included; LF ends a line.</param>
/// <param name="View">The view that follows; null when there is no more to come.</param>
/// <param name="Next">When to look again.</param>
internal sealed record ConsoleFrame(string Text, ConsoleView? View, TimeSpan Next);
