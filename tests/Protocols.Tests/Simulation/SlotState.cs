namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>What the session under test knows of a further channel. <paramref name="Use"/>: 0 free, 1 upload, 2 download.</summary>
internal readonly record struct SlotState(int Use, int Left, bool Closing);
