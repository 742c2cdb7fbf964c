namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>How a step of the session under test passes.</summary>
internal enum StepFate
{
    AtOnce,
    AwaitFirst,
    AwaitAfter,
    Stuck,
}
