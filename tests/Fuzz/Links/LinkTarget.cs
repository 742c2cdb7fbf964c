using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>The input is a program: what the two ends queue and send, what the way between them loses or changes, and the clock.</summary>
/// <param name="spoil">A seeded fault: done to the world after each act, in place of a wrong ledger.</param>
internal sealed class LinkTarget(Action<LinkWorld>? spoil = null) : FuzzTarget
{
    /// <summary>A seeded fault: what is lost is renumbered, so that it cannot be seen.</summary>
    public bool HidesHoles { get; init; }

    public override FuzzLimits Limits { get; } = new()
    {
        MaxInput = 1024,
        StepsPerByte = 1,
        AllocatedPerByte = 64 * 1024,
        MaxHeld = LinkWorld.Limits.Window,
    };

    public override bool IsStream => false;

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var program = new ByteReader(packets);
        var world = new LinkWorld(program.Flag());
        var now = 0L;
        while (!program.AtEnd)
        {
            run.Step();
            Do(program, world, ref now);
            spoil?.Invoke(world);
            run.Keeps(world.Mine.Ledger.Statistics.Unacknowledged);
            FuzzRun.Require(!world.Mine.IsDown || world.Mine.Ledger.NextDue == long.MaxValue, "a link that is down waits for the clock");
        }
    }

    private void Do(ByteReader program, LinkWorld world, ref long now)
    {
        var (mine, other) = program.Byte() is var act && act >= 128 ? (world.Other, world.Mine) : (world.Mine, world.Other);
        switch (act % 11)
        {
            case 0 or 1:
                SendInput(program, mine);
                break;
            case 2:
                Send(program, mine);
                break;
            case 3:
                // What was forgotten does not arrive: nobody can tell any more what should.
                mine.Ledger.Forget(new ConnectionId(program.Byte()));
                other.IsLiedTo = true;
                break;
            case 4 or 5:
                mine.Ledger.Flush(now);
                program.Byte();
                break;
            case 6:
                for (var most = 64; most > 0 && (mine.Frames.Count > 0 || other.Frames.Count > 0); most--)
                {
                    Travel(mine, other, now);
                    Travel(other, mine, now);
                    mine.Ledger.Flush(now);
                    other.Ledger.Flush(now);
                }

                program.Byte();
                break;
            case 7:
                if (mine.Frames.TryDequeue(out var lost) && HidesHoles) Renumber(mine, lost);
                break;
            case 8:
                Change(program, mine, other);
                break;
            case 9:
                now += 250;
                mine.Ledger.Tick(now, program.Byte() == 1 ? 100 : 0);
                if (!mine.IsDown) FuzzRun.Require(mine.Ledger.NextDue > now, "a tick that is due again at once");
                break;
            default:
                Strange(program, mine, now);
                break;
        }
    }

    private static void SendInput(ByteReader program, LinkWorld.End end)
    {
        var connection = new ConnectionId(program.Byte() % 4UL);
        var length = program.Byte() is var size && size < 248 ? size : (size - 247) * 900;
        var offset = end.Sent.GetValueOrDefault(connection);
        end.Ledger.Enqueue(connection, new SessionProtocol.Input(1, 0, offset, new byte[length]));
        if (!end.IsDown) end.Sent[connection] = offset + length;
    }

    private static void Send(ByteReader program, LinkWorld.End end)
    {
        var connection = new ConnectionId(program.Byte() % 4UL);
        switch (program.Byte() % 4)
        {
            case 0:
                end.Ledger.Enqueue(new LinkControl.Answer(1, new byte[program.Byte() * 40]));
                break;
            case 1:
                end.Ledger.Enqueue(connection, new SessionProtocol.OutputCredit(1, 0, program.Near(5)));
                break;
            case 2:
                end.Ledger.Enqueue(connection, new SessionProtocol.Refused(1, "full"));
                break;
            default:
                end.Ledger.Enqueue(connection, new Commit(1, program.Near(1)) { Primary = new ChannelDelta { Output = new byte[program.Byte() * 40] } });
                break;
        }
    }

    private static void Travel(LinkWorld.End from, LinkWorld.End to, long now)
    {
        if (from.Frames.TryDequeue(out var frame)) to.Ledger.Receive(frame, now);
    }

    private static void Change(ByteReader program, LinkWorld.End from, LinkWorld.End to)
    {
        var (at, with) = (program.Byte() | (program.Byte() << 8), program.Byte());
        if (!from.Frames.TryPeek(out var frame) || frame.Length == 0) return;
        to.IsLiedTo = true;
        frame[at % frame.Length] ^= with;
    }

    private static void Strange(ByteReader program, LinkWorld.End to, long now)
    {
        var bytes = new byte[program.Byte() % 100];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = program.Byte();
        to.IsLiedTo = true;
        to.Ledger.Receive(bytes, now);
    }

    private static void Renumber(LinkWorld.End from, byte[] lost)
    {
        if (from.Frames.TryPeek(out var next) && lost.Length > FrameHeader.KindAt + 1) next[FrameHeader.KindAt + 1] = lost[FrameHeader.KindAt + 1];
    }
}
