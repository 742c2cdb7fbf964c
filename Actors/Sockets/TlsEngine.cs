using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// One end of a TLS connection, as a machine: cipher text in, plain text out, and the reverse. SslStream goes on inside of the call that gives it what it waited for;
/// should it ever go on elsewhere, <c>wake</c> asks for a turn in which everything is looked at again. Nothing waits, and nothing is read ahead that was not asked for.
/// </summary>
internal sealed class TlsEngine : IDisposable
{
    /// <summary>The largest plain text of a TLS record (RFC 8446 section 5.1).</summary>
    private const int RecordBytes = 16 * 1024;

    /// <summary>What header, nonce, tag and padding may add to a record (RFC 5246 section 6.2.3).</summary>
    private const int RecordOverhead = 64;

    private readonly TlsSettings _settings;
    private readonly TlsTransport _transport;
    private readonly SslStream _ssl;
    private readonly Action _wake;
    private readonly Action _progress;
    private ArrayBufferWriter<byte>? _hello;
    private TlsServer? _server;
    private Task? _handshake;
    private Task<int>? _read;
    private Task? _write;
    private byte[]? _buffer;
    private int _turnThread;

    public TlsEngine(TlsSettings settings, Action wake)
    {
        (_settings, _wake) = (settings, wake);
        _progress = OnProgress;
        _transport = new TlsTransport(_progress);

        // The options of a handshake that begins here say themselves whom they take.
        _ssl = new SslStream(_transport, leaveInnerStreamOpen: false, settings.AsClient is null ? IsTaken : null);
    }

    /// <summary>What was agreed; null until the handshake is done.</summary>
    public TlsInfo? Agreed { get; private set; }

    /// <summary>What ended it; null while all is well.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Why the peer's certificate, or that there is none, ended it; null when something else did.</summary>
    public string? Refusal { get; private set; }

    /// <summary>More cipher text is needed for what was asked for.</summary>
    public bool IsHungry => Error is null && _transport.IsHungry;

    /// <summary>Cipher text that waits to be sent.</summary>
    public int OutputBytes => _transport.OutputBytes;

    /// <summary>The stream ended without the peer's close_notify: it may have been cut off by anybody (RFC 8446 section 6.1).</summary>
    public bool WasCutOff => _transport.EndWasRead;

    /// <summary>A write is not done, and there can be no other.</summary>
    public bool IsWriting => _write is not null;

    /// <summary>Brackets everything below: what SslStream does meanwhile on this thread needs no wake-up.</summary>
    public void BeginTurn() => Volatile.Write(ref _turnThread, Environment.CurrentManagedThreadId);

    public void EndTurn() => Volatile.Write(ref _turnThread, 0);

    /// <summary>The handshake, which the peer begins unless the settings say that it begins here.</summary>
    public void Start()
    {
        if (_settings.AsClient is null) _hello = new ArrayBufferWriter<byte>();
        _handshake = _settings.AsClient is { } client
            ? _ssl.AuthenticateAsClientAsync(client, CancellationToken.None)
            : _ssl.AuthenticateAsServerAsync(Choose, state: null, CancellationToken.None);
        Observe(_handshake);
        Look();
    }

    public void Feed(ReadOnlyMemory<byte> cipher)
    {
        if (_hello is { } hello) hello.Write(cipher.Span[..Math.Min(cipher.Length, SupportedVersions.MostBytes - hello.WrittenCount)]);
        _transport.Feed(cipher);
        Look();
    }

    public void FeedEnd()
    {
        _transport.FeedEnd();
        Look();
    }

    /// <summary>Takes note of what was done in the meantime.</summary>
    public void Look()
    {
        if (_handshake is { IsCompleted: true } handshake)
        {
            _handshake = null;
            if (TryFinish(handshake)) Agreed = Describe();
        }

        if (_write is { IsCompleted: true } write)
        {
            _write = null;
            TryFinish(write);
        }
    }

    /// <summary>The next plain text, at most one record; true and empty at its end. Asks for cipher text where that is needed.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> plain)
    {
        plain = default;
        while (Error is null)
        {
            // A buffer is rented when there is something to put into it: a silent client costs none.
            _read ??= Begin(_buffer is null ? Memory<byte>.Empty : _buffer);
            if (!_read.IsCompleted) return false;
            var read = _read;
            _read = null;
            if (!TryFinish(read)) return false;
            if (_buffer is null)
            {
                _buffer = ArrayPool<byte>.Shared.Rent(RecordBytes);
                continue;
            }

            plain = _buffer.AsSpan(0, read.GetAwaiter().GetResult()).ToArray();
            ReturnBuffer();
            return true;
        }

        return false;
    }

    /// <summary>Encrypts; one at a time.</summary>
    public void Write(ReadOnlyMemory<byte> plain)
    {
        _transport.Reserve(plain.Length + (((plain.Length / RecordBytes) + 1) * RecordOverhead));
        BeginWrite(_ssl.WriteAsync(plain).AsTask());
    }

    /// <summary>Says close_notify: no more follows.</summary>
    public void Shutdown() => BeginWrite(_ssl.ShutdownAsync());

    public ReadOnlyMemory<byte> TakeOutput() => _transport.TakeOutput();

    public void Dispose()
    {
        // First what waits in it ends, then what that one works with goes.
        _transport.Dispose();
        _ssl.Dispose();
        if (_read is null or { IsCompleted: true }) ReturnBuffer();
    }

    private ValueTask<SslServerAuthenticationOptions> Choose(SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken stop)
    {
        var versions = SupportedVersions.OfferTls13(_hello!.WrittenSpan) ? hello.SslProtocols | SslProtocols.Tls13 : hello.SslProtocols;
        _hello = null;
        _server = _settings.Choose(new SslClientHelloInfo(hello.ServerName, versions));
        return new ValueTask<SslServerAuthenticationOptions>(_server.Options);
    }

    private bool IsTaken(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        (Refusal = _server?.Refusal?.Invoke(shown as X509Certificate2, chain, errors)) is null;

    private TlsInfo Describe() => new(_ssl.SslProtocol, _ssl.NegotiatedCipherSuite)
    {
        ApplicationProtocol = _ssl.NegotiatedApplicationProtocol is { Protocol.IsEmpty: false } protocol ? protocol.ToString() : null,
        ClientSubject = _settings.AsClient is null && _ssl.RemoteCertificate is { Subject: { Length: > 0 } subject } ? subject : null,
    };

    private Task<int> Begin(Memory<byte> buffer)
    {
        Task<int> read;
        try
        {
            read = _ssl.ReadAsync(buffer).AsTask();
        }
        catch (Exception error)
        {
            read = Task.FromException<int>(error);
        }

        Observe(read);
        return read;
    }

    private void BeginWrite(Task write)
    {
        _write = write;
        Observe(write);
        Look();
    }

    private bool TryFinish(Task task)
    {
        if (task.IsCompletedSuccessfully) return true;
        Error ??= task.Exception?.InnerException ?? new OperationCanceledException();
        return false;
    }

    private void Observe(Task task)
    {
        if (!task.IsCompleted) task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_progress);
    }

    private void OnProgress()
    {
        if (Volatile.Read(ref _turnThread) != Environment.CurrentManagedThreadId) _wake();
    }

    private void ReturnBuffer()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = null;
    }
}
