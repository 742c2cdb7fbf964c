namespace SocketGateway.Protocols.Contract;

/// <summary>TLS on the client's own channel: from its accept, or from a commit that asked for it (rule 4).</summary>
internal sealed partial class ConnectionLedger
{
    /// <summary>The next session is no replacement: the former asked for TLS, and nothing was lost.</summary>
    private bool _justSecured;

    /// <summary>The handshake is done: a session is opened, again or for the first time, and knows of it.</summary>
    public void Secured(TlsInfo tls, long now)
    {
        if (Phase != LedgerPhase.Securing) return;
        _info = _info with { Tls = tls, CanStartTls = false };
        _effects.Note(LedgerNote.Secured, tls.ToString());
        _lastActivity = now;
        _justSecured = true;
        OpenNext(now);
        if (Phase < LedgerPhase.Closing) ReadOn(0, _client);
    }

    /// <summary>The handshake failed: whatever the socket has to say about it goes out, then the connection ends.</summary>
    public void NotSecured(string reason, long now)
    {
        if (Phase == LedgerPhase.Securing) CloseOrderly(reason, now);
    }

    private void StartTls(long now)
    {
        _effects.Send(new SessionProtocol.Ended(Epoch, "replaced"));
        if (_info.CanStartTls && !_client.InputEnded)
        {
            Secure();
            return;
        }

        // The runner has refused the former; nobody is left to shake hands with in the latter.
        Phase = LedgerPhase.Securing;
        NotSecured(CloseReasons.TlsHandshakeFailed, now);
    }

    /// <summary>
    /// Input that nobody consumed was sent before the client could know that TLS begins: it is the beginning of its handshake, or was injected by somebody; in no
    /// case a session's.
    /// </summary>
    private void Secure()
    {
        Phase = LedgerPhase.Securing;
        var reading = _client.Reading;
        _effects.StartTls(_client.TakeEarly(), reading);
    }
}
