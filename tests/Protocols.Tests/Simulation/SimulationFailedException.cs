namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>A schedule in which the contract was broken.</summary>
internal sealed class SimulationFailedException : Exception
{
    public SimulationFailedException()
    {
    }

    public SimulationFailedException(string message)
        : base(message)
    {
    }

    public SimulationFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
