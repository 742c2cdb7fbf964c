using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

/// <summary>
/// Two ends that both want something: the input says which end asks for what, and when what was said arrives at the other. Whatever they ask, their talk ends,
/// and then both know the same.
/// </summary>
/// <param name="receive">The table of the Q method, or a wrong one.</param>
internal sealed class NegotiationTarget(Func<QState, bool, bool, (QState Next, bool? Say)>? receive = null) : FuzzTarget
{
    /// <summary>An answer to each request, and one more when a queued one follows.</summary>
    private const int SaidForOneAsked = 4;

    private readonly Func<QState, bool, bool, (QState Next, bool? Say)> _receive = receive ?? QMethod.Receive;

    public override FuzzLimits Limits { get; } = new() { MaxInput = 512, StepsPerByte = SaidForOneAsked + 1, AllocatedPerByte = 4096 };

    public override bool IsStream => false;

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var program = new ByteReader(packets);

        // One option: the side that performs it, and the side that lets it be performed; each hears what the other said, in order.
        var (states, wires) = (new QState[2], new[] { new Queue<bool>(), new Queue<bool>() });
        while (!program.AtEnd)
        {
            run.Step();
            var choice = program.Byte();
            if ((choice & 2) != 0) Ask(choice & 1, (choice & 4) != 0);
            else Hear(choice & 1, (choice & 4) != 0);
        }

        while (wires.Any(wire => wire.Count > 0))
        {
            run.Step();
            Hear(0, true);
            Hear(1, true);
        }

        // Each end that accepts everything agrees with the other; an end that refuses has it off.
        FuzzRun.Require(states.All(s => s is QState.No or QState.Yes), $"still open when nothing is on the way: {states[0]} and {states[1]}");
        FuzzRun.Require(states[0] == states[1], $"one end has {states[0]}, the other {states[1]}");

        void Ask(int end, bool enable)
        {
            (states[end], var say) = QMethod.Ask(states[end], enable);
            Say(end, say);
        }

        void Hear(int end, bool acceptable)
        {
            if (!wires[end].TryDequeue(out var positive)) return;
            (states[end], var say) = _receive(states[end], positive, acceptable);
            Say(end, say);
        }

        void Say(int end, bool? say)
        {
            if (say is { } positive) wires[1 - end].Enqueue(positive);
            run.Keeps(wires[0].Count + wires[1].Count);
        }
    }
}
