using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>The message that begins a session, with all that it has to know.</summary>
internal static partial class LinkCodec
{
    private const int LeastChannelBytes = 9;
    private const int LeastTimerBytes = 3;

    // What a connection's TLS is followed by. The last came later, and is sent only where a listener asks for more than TLS: nodes that do not know it go on with all others.
    private const byte NoTls = 0;
    private const byte BareTls = 1;
    private const byte NamedTls = 2;

    private static void WriteOpen(ref LinkWriter writer, SessionProtocol.Open open)
    {
        WriteInfo(ref writer, open.Connection);
        writer.Text(open.Service);
        writer.Byte((byte)open.Start);
        writer.Int64(open.LastCommit);
        WriteState(ref writer, open.State);
        writer.Int32(open.Channels.Length);
        foreach (var channel in open.Channels) WriteChannel(ref writer, channel);
        writer.Int32(open.Timers.Length);
        foreach (var timer in open.Timers)
        {
            writer.Text(timer.Name);
            writer.Int64(timer.Generation);
            writer.Int64(timer.Left.Ticks);
        }

        writer.Byte(open.Writable);
        writer.Text(open.Alias);
        writer.Int32(open.InputWindow);
        writer.Int32(open.MaxCommit);
        writer.Int32(open.MaxState);
    }

    private static SessionProtocol.Open? ReadOpen(ref LinkReader reader, int epoch)
    {
        var connection = ReadInfo(ref reader);
        var service = reader.Word();
        var start = (StartKind)reader.Byte();
        if (start > StartKind.Transferred) reader.Fail("how a session starts");
        var lastCommit = reader.Int64();
        var state = ReadState(ref reader);
        var channels = new ChannelSnapshot[reader.Count(LeastChannelBytes)];
        for (var i = 0; i < channels.Length && reader.Error is null; i++) channels[i] = ReadChannelRow(ref reader);
        var timers = new TimerSnapshot[reader.Count(LeastTimerBytes)];
        for (var i = 0; i < timers.Length && reader.Error is null; i++) timers[i] = new TimerSnapshot(reader.Word(), reader.Int64(), TimeSpan.FromTicks(reader.Int64()));
        var open = new SessionProtocol.Open(epoch)
        {
            Connection = connection,
            Service = service,
            Start = start,
            LastCommit = lastCommit,
            State = state,
            Channels = channels,
            Timers = timers,
            Writable = reader.Byte(),
            Alias = reader.Text(),
            InputWindow = reader.Int32(),
            MaxCommit = reader.Int32(),
            MaxState = reader.Int32(),
        };
        return reader.Error is null ? open : null;
    }

    private static void WriteInfo(ref LinkWriter writer, ConnectionInfo info)
    {
        writer.Fixed64(info.Id.Value);
        writer.EndPoint(info.Sockets.Peer);
        writer.EndPoint(info.Sockets.Local);
        writer.Text(info.Listener);
        WriteTrace(ref writer, info.Trace);
        WriteTls(ref writer, info.Tls);
        writer.Flag(info.CanStartTls);
    }

    private static ConnectionInfo ReadInfo(ref LinkReader reader)
    {
        var id = new ConnectionId(reader.Fixed64());
        var sockets = new SocketPair(reader.Socket(), reader.Socket());
        var listener = reader.Word();
        var trace = ReadTrace(ref reader);
        return new ConnectionInfo(id, sockets, listener, trace) { Tls = ReadTls(ref reader), CanStartTls = reader.Flag() };
    }

    private static void WriteTls(ref LinkWriter writer, TlsInfo? tls)
    {
        var kind = tls is null ? NoTls : tls is { ApplicationProtocol: null, ClientSubject: null } ? BareTls : NamedTls;
        writer.Byte(kind);
        if (kind == NoTls) return;
        writer.Int32((int)tls!.Protocol);
        writer.Fixed16((ushort)tls.CipherSuite);
        if (kind == BareTls) return;
        writer.Text(tls.ApplicationProtocol);
        writer.Text(tls.ClientSubject);
    }

    private static TlsInfo? ReadTls(ref LinkReader reader)
    {
        var kind = reader.Byte();
        if (kind > NamedTls) reader.Fail("a kind of TLS");
        if (kind == NoTls || reader.Error is not null) return null;
        var tls = new TlsInfo((SslProtocols)reader.Int32(), (TlsCipherSuite)reader.Fixed16());
        if (kind == BareTls) return tls;
        tls = tls with { ApplicationProtocol = reader.Text(), ClientSubject = reader.Text() };
        if (tls is { ApplicationProtocol: null, ClientSubject: null }) reader.Fail("TLS with no name in it");
        return tls;
    }

    private static void WriteTrace(ref LinkWriter writer, ActivityContext trace)
    {
        writer.Flag(trace != default);
        if (trace == default) return;
        Span<byte> id = stackalloc byte[16];
        trace.TraceId.CopyTo(id);
        writer.Raw(id);
        trace.SpanId.CopyTo(id[..8]);
        writer.Raw(id[..8]);
        writer.Byte((byte)trace.TraceFlags);
        writer.Text(trace.TraceState);
    }

    /// <summary>A trace that came over a link has its beginning elsewhere: samplers ask for that.</summary>
    private static ActivityContext ReadTrace(ref LinkReader reader)
    {
        if (!reader.Flag()) return default;
        var (trace, span) = (reader.Raw(16), reader.Raw(8));
        var (flags, state) = ((ActivityTraceFlags)reader.Byte(), reader.Text());
        return reader.Error is null
            ? new ActivityContext(ActivityTraceId.CreateFromBytes(trace.Span), ActivitySpanId.CreateFromBytes(span.Span), flags, state, isRemote: true)
            : default;
    }

    private static void WriteState(ref LinkWriter writer, SessionState? state)
    {
        writer.Flag(state is not null);
        if (state is null) return;
        writer.Text(state.Type);
        writer.Int32(state.Version);
        writer.Bytes(state.Data.Span);
    }

    /// <summary>A copy: a state is kept until the next one, for days, and must not keep a whole frame with it.</summary>
    private static SessionState? ReadState(ref LinkReader reader) =>
        reader.Flag() ? new SessionState(reader.Word(), reader.Int32(), reader.Bytes().ToArray()) : null;

    private static void WriteChannel(ref LinkWriter writer, in ChannelSnapshot channel)
    {
        writer.Int32(channel.Channel);
        writer.Byte((byte)channel.Status);
        writer.EndPoint(channel.Local);
        writer.EndPoint(channel.Peer);
        writer.Int64(channel.InputOffset);
        writer.Flag(channel.InputEndConsumed);
        writer.Int64(channel.OutputOffset);
        writer.Flag(channel.OutputClosed);
        writer.Int64(channel.Credit);
    }

    private static ChannelSnapshot ReadChannelRow(ref LinkReader reader)
    {
        var channel = ReadChannel(ref reader);
        var status = (ChannelStatus)reader.Byte();
        if (status > ChannelStatus.Ended) reader.Fail("the status of a channel");
        return new ChannelSnapshot(channel, status, reader.EndPoint(), reader.EndPoint(), reader.Int64(), reader.Flag(), reader.Int64(), reader.Flag(), reader.Int64());
    }
}
