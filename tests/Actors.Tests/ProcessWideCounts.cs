namespace SocketGateway.Actors.Tests;

/// <summary>Whoever counts what the whole process has, such as descriptors or open spans, runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideCounts
{
    public const string Name = "process-wide counts";
}
