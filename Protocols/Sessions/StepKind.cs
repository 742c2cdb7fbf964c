namespace SocketGateway.Protocols.Sessions;

/// <summary>What a step is about.</summary>
internal enum StepKind
{
    None,
    Greeting,
    Resumed,
    Draining,
    Event,
    Wake,
    Input,
    InputEnded,
    Writable,
    Closed,
}
