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
        var found = await Task.Run(() => Enumerable.Range(0, MostSchedules).Any(seed => IsFound((ulong)seed, fault)));

        Assert.True(found, $"{fault} was not found in {MostSchedules} schedules");
    }

    private static bool IsFound(ulong seed, SeededFault fault)
    {
        try
        {
            new SimulatedWorld(seed, fault).Run();
            return false;
        }
        catch (SimulationFailedException)
        {
            return true;
        }
    }
}
