using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// A socket under TLS. To its handler it is what Akka.IO's connection is, in pull mode and in plain text: one <c>ResumeReading</c> for one <c>Received</c>, writes that are acknowledged when
/// their cipher text is with the kernel, <c>ConfirmedClose</c>, <c>Abort</c>. So a connection without TLS knows nothing of this, and pays nothing.
/// <para>Bounds: cipher text is read when plain text was asked for and there is none, so one read and one record wait at most; output is encrypted in batches of 64 KiB, one under way.</para>
/// </summary>
#pragma warning disable CA1001 // PostStop disposes the engine
internal sealed partial class TlsSocketActor : UntypedActor
#pragma warning restore CA1001
{
    /// <summary>Plain text encrypted at once; with its records small enough to stay out of the large object heap.</summary>
    private const int BatchBytes = 64 * 1024;

    private readonly IActorRef _socket;
    private readonly TlsSettings _settings;
    private readonly KeyValuePair<string, object?> _listener;
    private readonly bool _ofChannel;
    private readonly bool _registers;
    private readonly TlsEngine _engine;
    private readonly Queue<ReadOnlyMemory<byte>> _plain = new();
    private IActorRef _handler;
    private ReadOnlyMemory<byte> _early;
    private int _encrypted;
    private int _acknowledgements;
    private bool _reading;
    private bool _readWanted;
    private bool _endTold;
    private bool _sending;
    private bool _wrote;
    private bool _closing;
    private bool _saidFarewell;
    private bool _finSent;
    private bool _down;

    private TlsSocketActor(IActorRef socket, IActorRef handler, string listener, TlsSettings settings, ReadOnlyMemory<byte> early, bool reading, bool registers, bool ofChannel)
    {
        (_socket, _handler, _settings, _early, _reading, _registers, _ofChannel) = (socket, handler, settings, early, reading, registers, ofChannel);
        _listener = new(Tags.Listener, listener);
        var self = Self;
        _engine = new TlsEngine(settings, () => self.Tell(Progress.Instance, self));
    }

    /// <summary>The client's own socket. <paramref name="handler"/> hears <see cref="Secured"/> or <see cref="Failed"/>.</summary>
    /// <param name="socket">Akka.IO's connection.</param>
    /// <param name="handler">Who reads and writes.</param>
    /// <param name="listener">The listener's name.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="early">What arrived in clear text and is the beginning of the handshake.</param>
    /// <param name="reading">A read was asked of the socket already.</param>
    /// <param name="registers">The socket has no handler yet; else its handler passes on what it hears.</param>
    public static Props PropsForClient(IActorRef socket, IActorRef handler, string listener, TlsSettings settings, ReadOnlyMemory<byte> early, bool reading, bool registers) =>
        ActorProps.For(() => new TlsSocketActor(socket, handler, listener, settings, early, reading, registers, ofChannel: false));

    /// <summary>The socket of a further channel: open before its handshake, which begins when the peer wants it to; its handler registers as with any socket.</summary>
    public static Props PropsForChannel(IActorRef socket, string listener, TlsSettings settings) =>
        ActorProps.For(() => new TlsSocketActor(socket, ActorRefs.Nobody, listener, settings, default, reading: false, registers: true, ofChannel: true));

    protected override void PreStart()
    {
        Context.Watch(_socket);
        if (_registers) _socket.Tell(new Tcp.Register(Self, keepOpenOnPeerClosed: true));
        if (!_ofChannel) OnReceive(Handshake.Instance);
    }

    protected override void PostStop()
    {
        _deadline?.Cancel();
        CountAbandoned();
        if (!_down) _socket.Tell(Tcp.Abort.Instance, Self);
        _engine.Dispose();
    }

    protected override void OnReceive(object message)
    {
        if (_down) return;
        _engine.BeginTurn();
        try
        {
            Dispatch(message);
            if (!_down) Advance();
        }
        catch (Exception error)
        {
            // Never restarted: the stream's state is in here.
            Break(CloseReasons.Internal, error.Message);
        }
        finally
        {
            _engine.EndTurn();
        }
    }

    private void Dispatch(object message)
    {
        switch (message)
        {
            case Tcp.Received received:
                _reading = false;
                if (!_finSent) Take(ByteStrings.AsMemory(received.Data));
                break;
            case Tcp.ResumeReading:
                _readWanted = true;
                break;
            case Tcp.Write write:
                StartClock();
                _plain.Enqueue(ByteStrings.AsMemory(write.Data));
                break;
            case WriteAck:
                _sending = false;
                for (; _acknowledgements > 0; _acknowledgements--) _handler.Tell(WriteAck.Instance, Self);
                break;
            case Tcp.Register register:
                _handler = register.Handler;
                Begin();
                break;
            case Tcp.ConfirmedClose:
                StartClock();
                _closing = true;
                break;
            case Tcp.Abort:
                End();
                _socket.Tell(Tcp.Abort.Instance, Self);
                break;
            case Tcp.Event happened:
                ReceiveFromSocket(happened);
                break;
            case Terminated:
                GoDown(Tcp.Aborted.Instance);
                break;
            case Handshake:
                Begin();
                break;
            case HandshakeOverdue:
                _overdue = true;
                if (_handshaking) FailHandshake(CloseReasons.TlsHandshakeTimeout, "the peer was too slow");
                break;
            case Progress:
                _engine.Look();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ReceiveFromSocket(Tcp.Event message)
    {
        switch (message)
        {
            case Tcp.PeerClosed:
                _reading = false;
                _engine.FeedEnd();
                break;
            case Tcp.ConnectionClosed closed:
                GoDown(closed);
                break;
            case Tcp.CommandFailed { Cmd: Tcp.WriteCommand }:
                _socket.Tell(Tcp.Abort.Instance, Self);
                break;
        }
    }

    /// <summary>Everything that can go on does, until it has to wait for the peer, the kernel or the handler.</summary>
    private void Advance()
    {
        if (_handshaking) ContinueHandshake();
        if (_secured && _engine.Error is null)
        {
            Encrypt();
            DeliverPlain();
        }

        Send();
        if (_failure is not null) TellFailure();
        else if (_secured && _engine.Error is { } error) Break(CloseReasons.TlsError, Describe(error));
        else if (_closing) ContinueClose();
        AskForCipher();
    }

    private void Encrypt()
    {
        if (_plain.Count == 0 || _sending || (_engine.OutputBytes > 0 && !_holdsTickets) || _engine.IsWriting) return;
        (_holdsTickets, _wrote) = (false, true);
        for (var room = BatchBytes; room > 0 && !_engine.IsWriting && _plain.TryPeek(out var head);)
        {
            var part = Math.Min(head.Length - _encrypted, room);
            _engine.Write(head.Slice(_encrypted, part));
            _encrypted += part;
            room -= part;
            if (_encrypted < head.Length) continue;
            _plain.Dequeue();
            _encrypted = 0;
            _acknowledgements++;
        }
    }

    private void DeliverPlain()
    {
        if (!_readWanted || _endTold || !_engine.TryRead(out var plain)) return;
        _readWanted = false;
        if (!plain.IsEmpty)
        {
            _handler.Tell(new Tcp.Received(ByteStrings.From(plain)), Self);
            return;
        }

        _endTold = true;
        if (_engine.WasCutOff) _handler.Tell(CutOff.Instance, Self);
        _handler.Tell(Tcp.PeerClosed.Instance, Self);
    }

    private void Send()
    {
        if (_sending || _finSent || _engine.OutputBytes == 0 || (_holdsTickets && !_closing)) return;
        _sending = true;
        _socket.Tell(Tcp.Write.Create(ByteStrings.From(_engine.TakeOutput()), WriteAck.Instance), Self);
    }

    /// <summary>Nothing of a peer that takes no answers is read, or its requests for new keys would pile them up.</summary>
    private void AskForCipher()
    {
        if (_down || _reading || !(_finSent || (_engine.IsHungry && _engine.OutputBytes < BatchBytes))) return;
        _reading = true;
        _socket.Tell(Tcp.ResumeReading.Instance, Self);
    }

    /// <summary>To the handler of a client's own socket: the handshake is done.</summary>
    internal sealed record Secured(TlsInfo Tls) : INoSerializationVerificationNeeded;

    /// <summary>To the handler: the handshake failed, and an alert went out where there was one to send; or, later, the stream is broken and the socket reset.</summary>
    internal sealed record Failed(string Reason, string Detail) : INoSerializationVerificationNeeded;

    /// <summary>To the handler: the end of input that follows came without close_notify.</summary>
    internal sealed class CutOff : INoSerializationVerificationNeeded
    {
        public static readonly CutOff Instance = new();
    }

    private sealed class Progress
    {
        public static readonly Progress Instance = new();
    }

    private sealed class Handshake
    {
        public static readonly Handshake Instance = new();
    }

    private sealed class HandshakeOverdue
    {
        public static readonly HandshakeOverdue Instance = new();
    }
}
