namespace SocketGateway.Protocols.Tests.Simulation;

public sealed class SeededFaultTests
{
    private const int MostSchedules = 5_000;

    [Theory]
    [InlineData(SeededFault.EpochCheckOff)]
    [InlineData(SeededFault.CommitNumberUnchecked)]
    [InlineData(SeededFault.ReplayOffByOne)]
    [InlineData(SeededFault.StateByReference)]
    [InlineData(SeededFault.OutputBeforeCommit)]
    [InlineData(SeededFault.DoubleAcknowledgement)]
    [InlineData(SeededFault.WindowIgnored)]
    [InlineData(SeededFault.EarlyInputServed)]
    public async Task The_simulation_finds_a_seeded_fault(SeededFault fault)
    {
        Assert.True(await IsFoundInSome(fault, linked: false), $"{fault} was not found in {MostSchedules} schedules");
    }

    [Theory]
    [InlineData(SeededFault.FrameHoleIgnored)]
    [InlineData(SeededFault.LinkNumberUnchecked)]
    [InlineData(SeededFault.StaleFramesApplied)]
    [InlineData(SeededFault.LinkWindowIgnored)]
    [InlineData(SeededFault.PiecesMixed)]
    [InlineData(SeededFault.FrozenNodeGoesOn)]
    public async Task The_simulation_finds_a_seeded_fault_among_nodes(SeededFault fault)
    {
        Assert.True(await IsFoundInSome(fault, linked: true), $"{fault} was not found in {MostSchedules} schedules");
    }

    private static Task<bool> IsFoundInSome(SeededFault fault, bool linked) =>
        Task.Run(() => Enumerable.Range(0, MostSchedules).Any(seed => IsFound((ulong)seed, fault, linked)));

    private static bool IsFound(ulong seed, SeededFault fault, bool linked)
    {
        try
        {
            new SimulatedWorld(seed, fault, linked).Run();
            return false;
        }
        catch (SimulationFailedException)
        {
            return true;
        }
    }
}
