namespace SocketGateway.Gateway.Tests;

/// <summary>Whoever listens to a source or a meter hears the whole process, so nothing else runs meanwhile.</summary>
[CollectionDefinition(RunningGateway.Collection, DisableParallelization = true)]
public sealed class ProcessWideTelemetry;
