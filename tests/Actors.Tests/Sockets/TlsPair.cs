using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>The engine and a client, and between them whatever a test makes of the bytes.</summary>
internal sealed class TlsPair : IDisposable
{
    private readonly TlsTransport _wire = new(() => { });
    private readonly SslStream _client;
    private readonly Task _clientHandshake;
    private Task<int>? _clientRead;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public TlsPair(SslProtocols protocols = SslProtocols.None)
    {
        // As on an actor's thread: with a context that is not the default one, continuations would not run where they are completed.
        SynchronizationContext.SetSynchronizationContext(null);
        Server = new TlsEngine(TestCertificate.Settings(@implicit: true), () => Wakes++);
        _client = new SslStream(_wire);
        Server.BeginTurn();
        Server.Start();
        _clientHandshake = _client.AuthenticateAsClientAsync(TestCertificate.Client(protocols), default);
    }

    public TlsEngine Server { get; }

    /// <summary>Turns that the engine asked for because something went on elsewhere.</summary>
    public int Wakes { get; private set; }

    /// <summary>What the client has sent so far, in cipher text.</summary>
    public int SentByClient { get; private set; }

    public bool IsUp => Server.Agreed is not null && _clientHandshake.IsCompletedSuccessfully;

    /// <summary>Carries what waits either way, cut as told.</summary>
    public void Carry(Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> toServer, Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> toClient)
    {
        while (_wire.OutputBytes > 0 || Server.OutputBytes > 0)
        {
            var up = _wire.TakeOutput();
            SentByClient += up.Length;
            foreach (var piece in toServer(up)) Server.Feed(piece);
            foreach (var piece in toClient(Server.TakeOutput())) _wire.Feed(piece);
        }
    }

    public Task SendAsync(string text) => _client.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    public Task SendEndAsync() => _client.ShutdownAsync();

    /// <summary>What the client can read now; null at the end, empty when it would have to wait.</summary>
    public string? Receive()
    {
        _clientRead ??= _client.ReadAsync(_buffer).AsTask();
        if (!_clientRead.IsCompleted) return "";
        var count = _clientRead.GetAwaiter().GetResult();
        _clientRead = null;
        return count == 0 ? null : Encoding.ASCII.GetString(_buffer, 0, count);
    }

    public void Dispose()
    {
        Server.EndTurn();
        Server.Dispose();
        _wire.Dispose();
        _client.Dispose();
    }
}
