using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>
/// SIMULATION_MINUTES=n goes on for n minutes, SIMULATION_FIRST=n begins with that schedule. SIMULATION_SEED=n runs that one schedule and prints
/// everything that happens in it.
/// </summary>
public sealed class ConnectionSimulationTests(ITestOutputHelper output)
{
#if DEBUG
    private const int Schedules = 10_000;
#else
    private const int Schedules = 100_000;
#endif

    /// <summary>Of that many schedules one has its sessions on other nodes: it takes that many times as long.</summary>
    private const ulong LinkedEvery = 20;

    [Fact]
    public async Task No_fault_schedule_loses_or_doubles_a_byte()
    {
        var minutes = ReadNumber("SIMULATION_MINUTES");
        var seed = ReadNumber("SIMULATION_SEED");
        var first = seed ?? ReadNumber("SIMULATION_FIRST") ?? (ulong)Random.Shared.NextInt64();
        output.WriteLine($"base seed {first}");

        // The session's continuations run where they are completed, in the order of the schedule: no synchronization context.
        var (done, late, moves) = await Task.Run(() => Run(first, seed is null ? Schedules : 1, TimeSpan.FromMinutes(minutes ?? 0), seed is null ? null : output.WriteLine));
        output.WriteLine($"{done} schedules; {late} frames came from links that were over, {moves} places were found for planned moves");
        if (seed is null) Assert.True(late > 0 && moves > 0);
    }

    private static (long Done, long LateFrames, long Moves) Run(ulong first, int schedules, TimeSpan atLeast, Action<string>? trace)
    {
        var clock = Stopwatch.StartNew();
        var (late, moves) = (0L, 0L);
        for (var i = 0L; ; i++)
        {
            if (i >= schedules && clock.Elapsed >= atLeast) return (i, late, moves);
            var seed = first + (ulong)i;
            try
            {
                var world = new SimulatedWorld(seed, SeededFault.None, linked: seed % LinkedEvery == 0) { Trace = trace };
                world.Run();
                late += world.Cluster?.LateFrames ?? 0;
                moves += world.Cluster?.Moves ?? 0;
            }
            catch (Exception error)
            {
                throw new SimulationFailedException($"SIMULATION_SEED={seed} reproduces it: {error.Message}", error);
            }
        }
    }

    private static ulong? ReadNumber(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
