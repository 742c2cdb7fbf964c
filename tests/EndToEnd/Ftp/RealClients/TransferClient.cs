using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Ftp.Differential;

namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>A client that can stop at any place of a transfer, and reset what it has opened.</summary>
internal sealed class TransferClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Socket> _sockets = [];
    private Stream _control = Stream.Null;
    private StreamReader _replies = StreamReader.Null;
    private bool _protects;

    public Stream Data { get; private set; } = Stream.Null;

    /// <summary>Connects, under TLS if asked for, and takes the greeting.</summary>
    public async Task ConnectAsync(FilesGateway gateway, FtpSecurity security)
    {
        var stream = await DialAsync(gateway.Port(security));
        Use(security == FtpSecurity.Implicit ? await ProtectAsync(stream) : stream);
        Expect("220", await ReplyAsync());
        if (security != FtpSecurity.Explicit) return;
        Expect("234", await AskAsync("AUTH TLS"));
        Use(await ProtectAsync(stream));
    }

    public async Task LogInAsync(bool protects)
    {
        Expect("331", await AskAsync($"USER {FilesGateway.User}"));
        Expect("230", await AskAsync($"PASS {FilesGateway.Password}"));
        Expect("200", await AskAsync("TYPE I"));
        if (!protects) return;
        Expect("200", await AskAsync("PBSZ 0"));
        Expect("200", await AskAsync("PROT P"));
        _protects = true;
    }

    public async Task OpenDataAsync()
    {
        var reply = await AskAsync("EPSV");
        Expect("229", reply);
        Data = await DialAsync(DataConnection.PortIn(new Reply("229", [reply])) ?? 0);
    }

    /// <summary>Begins a transfer; a server begins TLS on the data connection after its first reply, at the earliest.</summary>
    public async Task BeginAsync(string command)
    {
        await SendAsync(command + "\r\n");
        Expect("150", await ReplyAsync());
        if (_protects) Data = await ProtectAsync(Data);
    }

    public async Task SendAsync(string text) => await _control.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text)).AsTask().WaitAsync(Patience);

    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await ReplyAsync();
    }

    /// <summary>The last line of the next reply.</summary>
    public async Task<string> ReplyAsync()
    {
        for (; ; )
        {
            var line = await _replies.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException("the control connection has ended");
            if (line.Length > 3 && char.IsAsciiDigit(line[0]) && line[3] == ' ') return line;
        }
    }

    public void Reset()
    {
        foreach (var socket in _sockets)
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }

        _sockets.Clear();
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    public static void Expect(string code, string reply) => Assert.StartsWith(code, reply, StringComparison.Ordinal);

    private static async Task<Stream> ProtectAsync(Stream stream)
    {
#pragma warning disable CA5359 // What is under test here is how transfers end; real clients check the certificate.
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost").WaitAsync(Patience);
        return tls;
    }

    private async Task<Stream> DialAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 65536 };
        _sockets.Add(socket);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)).WaitAsync(Patience);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private void Use(Stream control) => (_control, _replies) = (control, new StreamReader(control, System.Text.Encoding.UTF8));
}
