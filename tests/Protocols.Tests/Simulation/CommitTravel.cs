namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>What happens to a commit on its way.</summary>
internal enum CommitTravel
{
    Arrives,
    Doubled,
    Lost,
}
