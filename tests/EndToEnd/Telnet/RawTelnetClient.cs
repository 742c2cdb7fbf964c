using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>A socket that says what it is told and keeps every byte that it gets.</summary>
internal sealed class RawTelnetClient : IDisposable
{
    /// <summary>IAC DO ECHO: agrees to the server's offer, so that it shows what is typed.</summary>
    public const string DoEcho = "\u00ff\u00fd\u0001";

    /// <summary>IAC DO SUPPRESS-GO-AHEAD.</summary>
    public const string DoSuppressGoAhead = "\u00ff\u00fd\u0003";

    /// <summary>IAC WILL NAWS, and a window of 200 columns and 50 rows.</summary>
    public const string WideWindow = "\u00ff\u00fb\u001f\u00ff\u00fa\u001f\0\u00c8\0\u0032\u00ff\u00f0";

    /// <summary>IAC AYT.</summary>
    public const string AreYouThere = "\u00ff\u00f6";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly StringBuilder _received = new();
    private int _seen;

    /// <summary>All that was received, a character for each byte.</summary>
    public string Received => _received.ToString();

    /// <summary>How much of it there is.</summary>
    public int Count => _received.Length;

    public EndPoint Local => _socket.LocalEndPoint!;

    public static async Task<RawTelnetClient> ConnectAsync(int port, int receiveBuffer = 0)
    {
        var client = new RawTelnetClient();
        if (receiveBuffer > 0) client._socket.ReceiveBufferSize = receiveBuffer;
        await client._socket.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    /// <summary>Sends text, a byte for each character, in packets of this size; 0 sends one.</summary>
    public async Task SendAsync(string text, int packet = 0)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent, packet == 0 ? bytes.Length - sent : Math.Min(packet, bytes.Length - sent)));
        }
    }

    /// <summary>Sends one byte as urgent data.</summary>
    public Task SendUrgentAsync(byte value) => _socket.SendAsync(new[] { value }, SocketFlags.OutOfBand);

    /// <summary>Reads until the text has come behind what was waited for before, and returns all up to and with it.</summary>
    public async Task<string> ExpectAsync(string text)
    {
        while (true)
        {
            var at = Received.IndexOf(text, _seen, StringComparison.Ordinal);
            if (at >= 0)
            {
                var part = Received[_seen..(at + text.Length)];
                _seen = at + text.Length;
                return part;
            }

            if (await ReadAsync() == 0) throw new EndOfStreamException($"the gateway closed before {text}: {Received}");
        }
    }

    /// <summary>Reads what is there, at least one byte.</summary>
    public async Task ReadSomeAsync()
    {
        if (await ReadAsync() == 0) throw new EndOfStreamException("the gateway closed");
    }

    /// <summary>Reads to the end; false when that is a reset.</summary>
    public async Task<bool> ReadToEndAsync()
    {
        try
        {
            while (await ReadAsync() > 0)
            {
            }

            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }

    public async Task LogInAsync(string password)
    {
        await ExpectAsync("login: ");
        await SendAsync("operator\r\n");
        await ExpectAsync("Password: ");
        await SendAsync(password + "\r\n");
        await ExpectAsync("gateway> ");
    }

    /// <summary>Sends FIN.</summary>
    public void EndInput() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Sends RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> ReadAsync()
    {
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(Patience);
        var count = await _socket.ReceiveAsync(buffer, limit.Token);
        _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
        return count;
    }
}
