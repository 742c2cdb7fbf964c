using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>
/// What a step chose, without the data it worked on: the oracle takes the data from what was really sent. <paramref name="Written"/> counts bytes of
/// bulk output; <paramref name="Slot"/> is the channel that a command was given, -1 for none.
/// </summary>
internal readonly record struct StepRecord(StepKind Kind, int Channel, int Consumed = 0, int Written = 0, int Slot = -1);
