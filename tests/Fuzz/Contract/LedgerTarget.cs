using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Fuzz.Tests.Contract;

/// <summary>
/// A session that is hostile or wrong: the input is a program of its messages, of any epoch and number and with any offsets, mixed with what clients and clocks do.
/// </summary>
/// <param name="spoil">A seeded fault: done to the ledger after each message, in place of a wrong ledger.</param>
internal sealed class LedgerTarget(Action<ConnectionLedger, LedgerWorld>? spoil = null) : FuzzTarget
{
    private static readonly IPEndPoint Peer = new(IPAddress.Loopback, 2000);
    private static readonly LedgerLimits Large = new() { InputWindow = 2 << 20 };
    private static readonly LedgerLimits Small = new() { InputWindow = 512, OutputWindow = 512, MaxCommit = 2048, MaxState = 1024, IdleTimeout = 20_000 };

    public override FuzzLimits Limits { get; } = new()
    {
        MaxInput = 2048,
        StepsPerByte = 1,

        // The dearest is a new incarnation: 8 bytes of the program (lost, opened) at least, and it is told of all that waits: 4 channels, 256 names of timers and 64 pushes
        // at most, below 100 bytes each with their copies, so 32 KiB for 8 bytes. An arrival of up to 255 bytes takes 3.
        AllocatedPerByte = 4 * 1024,

        // The window and one read.
        MaxHeld = Large.InputWindow + (4 * 256),
    };

    public override bool IsStream => false;

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var program = new ByteReader(packets);
        var world = new LedgerWorld(program.Byte() < 250 ? Small : Large);
        var ledger = world.Ledger;
        var now = 0L;
        ledger.Start(now);
        while (!program.AtEnd)
        {
            run.Step();
            Do(program, world, ref now);
            spoil?.Invoke(ledger, world);
            run.Keeps(ledger.Client.HeldBytes);
            FuzzRun.Require(ledger.Client.HeldBytes >= 0 && ledger.Client.Unacknowledged >= 0, "an account is overdrawn");
            FuzzRun.Require(ledger.Client.HeldBytes <= ledger.InputWindow + byte.MaxValue, "more is held than the input window and one read");
            FuzzRun.Require(ledger.Client.HeldBytes < ledger.InputWindow || !world.IsReading(0) || ledger.Phase >= LedgerPhase.Closing, "the window is full and a read was asked for");
        }
    }

    private static void Do(ByteReader program, LedgerWorld world, ref long now)
    {
        var ledger = world.Ledger;
        var channel = program.Byte() is var choice && choice % 3 == 0 ? choice / 3 % LedgerLimits.MaxChannels : 0;
        world.Takes = choice;
        switch (program.Byte() % 18)
        {
            case 0 or 1:
                ledger.Opened(new SessionProtocol.Opened(Epoch(program, ledger), (int)program.Near(program.Byte()), program.Byte() < 240), now);
                break;
            case 2 or 3 or 4 or 5:
                ledger.Commit(AnyCommit(program, ledger), now);
                break;
            case 6:
                ledger.OpenChannel(new SessionProtocol.OpenChannel(Epoch(program, ledger), (int)program.Near(1)));
                break;
            case 7:
                ledger.Failed(new SessionProtocol.Failed(Epoch(program, ledger), program.Flag(), program.Byte() > 200, "crash") { EventId = program.Near(1) }, now);
                break;
            case 8:
                if (program.Flag()) ledger.Refused(new SessionProtocol.Refused(Epoch(program, ledger), "full"), now);
                else ledger.Stopped(Epoch(program, ledger), now);
                break;
            case 9:
                ledger.Lost(Epoch(program, ledger), "gone", now);
                break;
            case 10 or 11:
                world.Receive(channel, new byte[1 + program.Byte() % 255], now);
                break;
            case 12:
                world.Written(channel, now);
                break;
            case 13:
                world.EndInput(channel, now);
                break;
            case 14:
                if (channel > 0) world.Answer(channel, program.Byte() < 200, now);
                else if (program.Byte() < 200) ledger.Secured(new TlsInfo(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_128_GCM_SHA256), now);
                else ledger.NotSecured("tls_handshake_failed", now);
                break;
            case 15:
                if (channel > 0 || choice > 200) world.Lose(channel, program.Flag(), now);
                break;
            case 16:
                Tick(program, world, ref now);
                break;
            default:
                if (program.Flag()) ledger.Push(PushMessage.FromText("x"));
                else if (choice > 200) ledger.End("kicked", now);
                else ledger.Drain(TimeSpan.FromSeconds(choice), now);
                break;
        }
    }

    private static int Epoch(ByteReader program, ConnectionLedger ledger) => (int)program.Near(ledger.Epoch);

    private static void Tick(ByteReader program, LedgerWorld world, ref long now)
    {
        world.Unsent = program.Byte() % 4;
        var due = world.Ledger.NextDue;
        now = due < long.MaxValue ? Math.Max(now, due) : now + program.Byte();
        world.Ledger.Tick(now);
        if (world.Ledger.NextDue <= now) throw new FuzzFailedException(FuzzProperty.Progresses, "a tick that is due again at once");
    }

    private static Commit AnyCommit(ByteReader program, ConnectionLedger ledger)
    {
        var wrong = program.Byte() > 200;
        var others = program.Byte() % 8 == 0 ? (ChannelDelta[])[.. Enumerable.Range(0, 1 + (program.Byte() % 3)).Select(_ => AnyDelta(program, ledger, program.Byte() % 5))] : null;
        return new Commit(Epoch(program, ledger), program.Near(ledger.LastCommit + 1))
        {
            Primary = AnyDelta(program, ledger, wrong ? (int)program.Near(0) : 0),
            Others = others,
            State = program.Byte() % 8 == 0 ? new SessionState("state", 1, program.Bytes()) : null,
            HandledEvent = program.Byte() % 4 == 0 ? program.Byte() % 4 : 0,
            Writable = program.Byte(),
            Effects = program.Byte() % 4 == 0 ? AnyEffects(program) : null,
        };
    }

    private static ChannelDelta AnyDelta(ByteReader program, ConnectionLedger ledger, int channel)
    {
        var account = ledger.Client;
        var (from, output) = channel == 0 ? (account.Committed, account.Emitted) : (program.Byte(), program.Byte());
        return new ChannelDelta
        {
            Channel = channel,
            InputFrom = program.Near(from),
            InputTo = program.Near(channel == 0 && program.Flag() ? account.Arrived : from),
            EndConsumed = program.Byte() > 220,
            OutputFrom = program.Near(output),
            Output = program.Bytes(),
        };
    }

    private static CommitEffects AnyEffects(ByteReader program)
    {
        var effects = new CommitEffects();
        var what = program.Byte();
        if ((what & 1) != 0) effects.Timers.Add(($"t{program.Byte()}", program.Flag() ? program.Pick(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.MaxValue, TimeSpan.MinValue) : null));
        if ((what & 2) != 0) effects.Adopted.Add((int)program.Near(1));
        if ((what & 4) != 0) effects.Connects.Add(((int)program.Near(2), Peer, program.Flag()));
        if ((what & 8) != 0) effects.Closes.Add(((int)program.Near(1), program.Flag()));
        if ((what & 16) != 0) effects.Alias = program.Flag() ? "alias" : "";
        if ((what & 32) != 0 && program.Byte() > 128) effects.Transfer = "other";
        if ((what & 64) != 0 && program.Byte() > 200) effects.Close = program.Flag() ? "" : "own_reason";
        if ((what & 128) != 0 && program.Byte() > 128) effects.StartTls = true;
        return effects;
    }
}
