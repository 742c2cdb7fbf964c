using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>A destination in this process that says its name, one letter, to whoever comes, and then repeats what it hears; under TLS if that is asked for.</summary>
internal sealed class GreetingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _accepting;

    public GreetingServer(char name, SslServerAuthenticationOptions? tls = null)
    {
        (Name, _tls) = (name, tls);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public char Name { get; }

    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>What clients asked for and showed in the last handshake.</summary>
    public (string Host, string Subject, string Protocol) LastHandshake { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // It stops.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (_tls is null) await TalkAsync(stream);
            else await TalkSecurelyAsync(stream);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or AuthenticationException)
        {
            // The client went, or was not to its liking.
        }
    }

    private async Task TalkSecurelyAsync(Stream stream)
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_tls!, _stop.Token);
        LastHandshake = (tls.TargetHostName, tls.RemoteCertificate?.Subject ?? "", tls.NegotiatedApplicationProtocol.ToString());
        await TalkAsync(tls);
        await tls.ShutdownAsync();
    }

    private async Task TalkAsync(Stream stream)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{Name}"), _stop.Token);
        await stream.CopyToAsync(stream, _stop.Token);
    }
}
