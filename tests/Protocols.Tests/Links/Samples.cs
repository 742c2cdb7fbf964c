using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>One example of each message, and of what can be absent in it.</summary>
internal static class Samples
{
    private static readonly IPEndPoint Local = new(IPAddress.Parse("192.0.2.1"), 21);
    private static readonly IPEndPoint Peer = new(IPAddress.Parse("2001:db8::7"), 50_000);
    private static readonly NodeId Gateway = new("10.0.0.1:4053", 0x0102030405060708);
    private static readonly NodeId Service = new("10.0.0.2:4053", 0x1112131415161718);

    private static readonly ActivityContext Trace = new(
        ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"), ActivityTraceFlags.Recorded, "a=b", isRemote: true);

    public static IReadOnlyDictionary<string, SessionProtocol> Messages { get; } = new Dictionary<string, SessionProtocol>
    {
        ["Open, the least"] = new SessionProtocol.Open(1)
        {
            Connection = new ConnectionInfo(new ConnectionId(1), new SocketPair(Local, Local), "l", default(ActivityContext)),
            Service = "S",
            Start = StartKind.New,
            LastCommit = 0,
            State = null,
            Channels = [],
            Timers = [],
            Writable = 0,
            Alias = null,
            InputWindow = 64,
            MaxCommit = 128,
            MaxState = 256,
        },
        ["Open, everything"] = new SessionProtocol.Open(300)
        {
            Connection = new ConnectionInfo(new ConnectionId(0xFEDCBA9876543210), new SocketPair(Peer, Local), "ftp", Trace)
            {
#pragma warning disable CA5398 // what was agreed, not what is asked for
                Tls = new TlsInfo(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384),
#pragma warning restore CA5398
                CanStartTls = true,
            },
            Service = "Ftp",
            Start = StartKind.Resumed,
            LastCommit = 5_000_000_000,
            State = new SessionState("T", 3, new byte[] { 1, 2, 3 }),
            Channels =
            [
                new ChannelSnapshot(0, ChannelStatus.Open, Local, Peer, 100, true, 200, true, 65_736),
                new ChannelSnapshot(3, ChannelStatus.Listening, Local, null, 0, false, 0, false, 0),
            ],
            Timers = [new TimerSnapshot("idle", 7, TimeSpan.FromSeconds(90)), new TimerSnapshot("", 0, TimeSpan.Zero)],
            Writable = 9,
            Alias = "device-1",
            InputWindow = 65_536,
            MaxCommit = 262_144,
            MaxState = 65_536,
        },
        ["Open, TLS with names"] = new SessionProtocol.Open(1)
        {
            Connection = new ConnectionInfo(new ConnectionId(1), new SocketPair(Local, Local), "l", default(ActivityContext))
            {
#pragma warning disable CA5398 // what was agreed, not what is asked for
                Tls = new TlsInfo(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384) { ApplicationProtocol = "h2", ClientSubject = "CN=a" },
#pragma warning restore CA5398
            },
            Service = "S",
            Start = StartKind.New,
            LastCommit = 0,
            State = null,
            Channels = [],
            Timers = [],
            Writable = 0,
            Alias = null,
            InputWindow = 64,
            MaxCommit = 128,
            MaxState = 256,
        },
        ["Input"] = new SessionProtocol.Input(2, 1, 1_000, "hello"u8.ToArray()),
        ["Input, nothing"] = new SessionProtocol.Input(2, 0, 0, default),
        ["InputEnded"] = new SessionProtocol.InputEnded(2, 0, 1_005),
        ["OutputCredit"] = new SessionProtocol.OutputCredit(2, 3, 70_000),
        ["Event, timer"] = new SessionProtocol.Event(2, 5, new SessionEvent.TimerDue("tick", 4)),
        ["Event, push"] = new SessionProtocol.Event(2, 6, new SessionEvent.Pushed(new PushMessage("News", "{}"u8.ToArray()))),
        ["Event, channel opened"] = new SessionProtocol.Event(2, 7, new SessionEvent.ChannelOpened(1, Local, Peer)),
        ["Event, channel closed"] = new SessionProtocol.Event(2, 8, new SessionEvent.ChannelClosed(1, true, 1_234_567, "io_error")),
        ["ChannelListening"] = new SessionProtocol.ChannelListening(2, 1, Local, null),
        ["ChannelListening, failed"] = new SessionProtocol.ChannelListening(2, 1, null, "no port"),
        ["Stop"] = new SessionProtocol.Stop(2),
        ["Draining"] = new SessionProtocol.Draining(2, TimeSpan.FromSeconds(20)),
        ["Ended"] = new SessionProtocol.Ended(2, "replaced"),
        ["Opened"] = new SessionProtocol.Opened(2, 4_096, true) { WorksInSilence = true },
        ["Refused"] = new SessionProtocol.Refused(2, "full"),
        ["OpenChannel"] = new SessionProtocol.OpenChannel(2, 1, true),
        ["Leaving"] = new SessionProtocol.Leaving(2),
        ["Stopped"] = new SessionProtocol.Stopped(2),
        ["Failed"] = new SessionProtocol.Failed(2, true, false, "Exception: ü") { EventId = 9 },
        ["Commit, the least"] = new Commit(2, 1) { Primary = new ChannelDelta { InputTo = 5, Output = "OK\r\n"u8.ToArray() } },
        ["Commit, everything"] = EveryPart(),
    };

    public static IReadOnlyDictionary<string, LinkControl> Controls { get; } = new Dictionary<string, LinkControl>
    {
        ["Hello"] = new LinkControl.Hello(Gateway, 0xAABBCCDD00112233),
        ["Welcome"] = new LinkControl.Welcome(Service, Gateway),
        ["Report"] = new LinkControl.Report(new NodeReport(
            "host", 4711, "1.2.3", "blue", 2, true, true, 86_400, [new ServiceReport("Echo", 500, 1_000, true, "T", 1, 3), new ServiceReport("Ftp", 0, 0, false, "", 0, 0)])),
        ["Report, nothing"] = new LinkControl.Report(new NodeReport("", 1, "", "", 1, false, false, 0, [])),
        ["Reserve"] = new LinkControl.Reserve(12, "Echo", "T", 3),
        ["Reserved"] = new LinkControl.Reserved(12, "full"),
        ["DrainService"] = new LinkControl.DrainService("Echo", true),
        ["Push"] = new LinkControl.Push(13, new ConnectionId(0x0102030405060708), "device-1", new PushMessage("", "hi"u8.ToArray())),
        ["PushAnswer"] = new LinkControl.PushAnswer(13, PushResult.NotFound),
        ["Ask"] = new LinkControl.Ask(14, "nodes", "{}"u8.ToArray()),
        ["Answer"] = new LinkControl.Answer(14, "[]"u8.ToArray()),
    };

    public static byte[] Encode(SessionProtocol message)
    {
        var counter = new LinkWriter([]);
        LinkCodec.Write(ref counter, message);
        var bytes = new byte[counter.Length];
        var writer = new LinkWriter(bytes);
        LinkCodec.Write(ref writer, message);
        Assert.Equal(counter.Length, writer.Length);
        return bytes;
    }

    public static byte[] Encode(LinkControl message)
    {
        var counter = new LinkWriter([]);
        LinkCodec.Write(ref counter, message);
        var bytes = new byte[counter.Length];
        var writer = new LinkWriter(bytes);
        LinkCodec.Write(ref writer, message);
        return bytes;
    }

    private static Commit EveryPart()
    {
        var effects = new CommitEffects { Alias = "", Transfer = "Other", StartTls = true, Close = "bad" };
        effects.Timers.Add(("tick", TimeSpan.FromMilliseconds(1)));
        effects.Timers.Add(("tock", null));
        effects.Adopted.Add(1);
        effects.Connects.Add((2, Peer, true));
        effects.Closes.Add((3, true));
        effects.Closes.Add((1, false));
        return new Commit(3, 42)
        {
            Primary = new ChannelDelta { InputFrom = 10, InputTo = 20, EndConsumed = true, OutputFrom = 30, Output = "out"u8.ToArray() },
            Others = [new ChannelDelta { Channel = 1, InputFrom = 1, InputTo = 1, OutputFrom = 2 }],
            State = new SessionState("T", 2, "{}"u8.ToArray()),
            HandledEvent = 6,
            Writable = 2,
            Effects = effects,
        };
    }
}
