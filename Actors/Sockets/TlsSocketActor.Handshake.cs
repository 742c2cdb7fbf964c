using System.Diagnostics;
using System.Security.Authentication;
using Akka.Actor;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Sockets;

/// <summary>The handshake: bounded in time and bytes, and counted.</summary>
internal sealed partial class TlsSocketActor
{
    /// <summary>What a peer may send before its handshake is done: a few KiB, with certificates some more.</summary>
    private const int MaxHandshakeBytes = 64 * 1024;

    /// <summary>The record type that begins every handshake (RFC 8446 section 5.1); older forms than TLS 1.0 begin otherwise, and are refused.</summary>
    private const byte HandshakeRecord = 22;

    private ICancelable? _deadline;
    private long _began;
    private long _handshakeBytes;
    private bool _handshaking;
    private bool _counted;
    private bool _overdue;
    private bool _told;
    private bool _secured;
    private Failed? _failure;

    /// <summary>
    /// A client that only sends may close without having read the tickets for later sessions (RFC 8446 section 4.6.1); its kernel would then reset the connection and drop what it
    /// has yet to send. So on a further channel they wait for something that the client does read, or for the close.
    /// </summary>
    private bool _holdsTickets;

    private void Begin()
    {
        if (_handshaking || _secured) return;
        _handshaking = true;
        _engine.Start();

        // The peer of a further channel begins when it is told to, on the first channel: no clock runs until one of the two has something for the other.
        if (!_ofChannel) StartClock();
        if (_early.IsEmpty) return;
        var early = _early;
        _early = default;
        Take(early, CloseReasons.TlsInjection);
    }

    private void Take(ReadOnlyMemory<byte> cipher, string notTls = CloseReasons.TlsHandshakeFailed)
    {
        if (_handshaking)
        {
            StartClock();
            if (_handshakeBytes == 0 && _settings.AsClient is null && cipher.Span[0] != HandshakeRecord)
            {
                FailHandshake(notTls, "the client did not begin a TLS handshake");
                return;
            }

            _handshakeBytes += cipher.Length;
        }

        if (_failure is null) _engine.Feed(cipher);
    }

    private void ContinueHandshake()
    {
        if (_engine.Agreed is { } agreed)
        {
            (_handshaking, _secured, _holdsTickets) = (false, true, _ofChannel && agreed.Protocol == SslProtocols.Tls13);
            _deadline?.Cancel();
            Count(new(Tags.TlsVersion, agreed.Version));
            if (!_ofChannel) _handler.Tell(new Secured(agreed), Self);
        }
        else if (_engine is { Error: not null, Refusal: { } refusal })
        {
            FailHandshake(CloseReasons.ClientCertificateRefused, refusal);
        }
        else if (_engine.Error is { } error)
        {
            FailHandshake(CloseReasons.TlsHandshakeFailed, Describe(error));
        }
        else if (_handshakeBytes > MaxHandshakeBytes)
        {
            FailHandshake(CloseReasons.TlsHandshakeFailed, "the peer's handshake is too long");
        }
    }

    private void FailHandshake(string reason, string detail)
    {
        _handshaking = false;
        Count(new(Tags.ErrorType, reason));
        _failure = new Failed(reason, detail);
    }

    /// <summary>The peer first gets what SslStream has to say to it, if it takes it within the time of a handshake.</summary>
    private void TellFailure()
    {
        if (!_told)
        {
            if ((_sending || _engine.OutputBytes > 0) && !_overdue) return;
            _told = true;
            _plain.Clear();
            _handler.Tell(_failure!, Self);
        }

        if (_closing) ContinueClose();
    }

    private void StartClock()
    {
        if (_began != 0) return;
        _began = Stopwatch.GetTimestamp();
        _deadline = Context.System.Scheduler.ScheduleTellOnceCancelable(_settings.HandshakeTimeout, Self, HandshakeOverdue.Instance, Self);
    }

    /// <summary>A handshake that the end of its connection cut short.</summary>
    private void CountAbandoned()
    {
        if (_handshaking && _began != 0) Count(new(Tags.ErrorType, CloseReasons.ConnectionReset));
        _handshaking = false;
    }

    private void Count(KeyValuePair<string, object?> outcome)
    {
        if (_counted) return;
        _counted = true;
        GatewayTelemetry.TlsHandshakeDuration.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, _listener, outcome);
    }
}
