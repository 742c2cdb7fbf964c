namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>A target that is wrong on purpose, and the property that it breaks: proof that the entry can fail.</summary>
internal sealed record Fault(FuzzProperty Breaks, FuzzTarget Target);
