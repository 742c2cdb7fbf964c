using System.Net;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Peeking;
using SocketGateway.Protocols.ProxyProtocol;
using SocketGateway.Protocols.Tls;

namespace SocketGateway.Protocols.Preludes;

/// <summary>
/// The first bytes of one connection: a PROXY header, which is taken off it, and then what tells its route, which is not.
/// <code>
/// Header --read--> Route --told--> (done)
///    \--none, and none is needed--^    \--wrong, missing, late--> (refused)
/// </code>
/// </summary>
internal sealed class Prelude
{
    private readonly PreludeSettings _settings;
    private readonly IPAddress _peer;

    public Prelude(PreludeSettings settings, IPAddress peer)
    {
        (_settings, _peer) = (settings, peer);
        AwaitsHeader = settings.IsProxy(peer);
        if (!AwaitsHeader) Decide([], isLast: false);
    }

    /// <summary>A header is read next; else the bytes that tell the route.</summary>
    public bool AwaitsHeader { get; private set; }

    /// <summary>What a proxy said; null without one.</summary>
    public ProxyHeader? Header { get; private set; }

    /// <summary>What a client that begins with TLS said, as far as the route needed it.</summary>
    public ClientHello? Hello { get; private set; }

    /// <summary>Where the connection goes; null while that is not known.</summary>
    public string? Service { get; private set; }

    /// <summary>Why it goes nowhere; null otherwise.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Everything that was to be found out is.</summary>
    public bool IsDone => Service is not null || Refusal is not null;

    /// <summary>Bytes that the next look is to be given, at most.</summary>
    public int MaxBytes => AwaitsHeader ? ProxyHeaderReader.MaxBytes : _settings.Routes.MaxBytes;

    /// <summary>The client's address: the proxy knows it better than the socket.</summary>
    public IPAddress Client => Header?.Source?.Address ?? _peer;

    /// <summary>How long the present phase may take, in milliseconds.</summary>
    public long Patience => AwaitsHeader ? _settings.HeaderTimeout : _settings.RouteTimeout;

    /// <summary>Looks at the bytes that have arrived and were not taken.</summary>
    /// <param name="peeked">All of them, or <see cref="MaxBytes"/>.</param>
    /// <param name="isLast">No more will come.</param>
    /// <returns>Bytes to take off the connection; then it must be asked again with what follows, unless it is done.</returns>
    public int Look(ReadOnlySpan<byte> peeked, bool isLast)
    {
        if (!AwaitsHeader)
        {
            Decide(peeked, isLast);
            return 0;
        }

        var result = ProxyHeaderReader.Read(peeked, out var header);
        switch (result.Status)
        {
            case PeekStatus.Done:
                (AwaitsHeader, Header) = (false, header);
                if (!_settings.Routes.NeedsBytes) Decide([], isLast: false);
                return header!.Length;
            case PeekStatus.Malformed:
                Refusal = CloseReasons.ProxyProtocolMalformed;
                break;
            case PeekStatus.Foreign when _settings.ProxyProtocol == ProxyProtocolMode.Required:
                Refusal = CloseReasons.ProxyProtocolMissing;
                break;
            case PeekStatus.Foreign:
            case PeekStatus.NeedMore when isLast:
                WithoutHeader(peeked, isLast);
                break;
        }

        return 0;
    }

    /// <summary>The time of the present phase is over.</summary>
    public void Expire(ReadOnlySpan<byte> peeked)
    {
        if (AwaitsHeader && _settings.ProxyProtocol == ProxyProtocolMode.Required) Refusal = CloseReasons.ProxyProtocolTimeout;
        else if (AwaitsHeader) WithoutHeader(peeked, isLast: true);
        else Decide(peeked, isLast: true);
    }

    private void WithoutHeader(ReadOnlySpan<byte> peeked, bool isLast)
    {
        AwaitsHeader = false;
        if (_settings.ProxyProtocol == ProxyProtocolMode.Required) Refusal = CloseReasons.ProxyProtocolMissing;

        // As many as a header can have are perhaps not all that there are; whoever looks next sees the others.
        else Decide(peeked, isLast && peeked.Length < ProxyHeaderReader.MaxBytes);
    }

    private void Decide(ReadOnlySpan<byte> peeked, bool isLast)
    {
        if (Header is null && _settings.ProxyProtocol == ProxyProtocolMode.Required && !_settings.IsProxy(_peer))
        {
            Refusal = CloseReasons.AccessDenied;
            return;
        }

        Service = _settings.Routes.Choose(Client, peeked, isLast, out var hello);
        Hello = hello;
    }
}
