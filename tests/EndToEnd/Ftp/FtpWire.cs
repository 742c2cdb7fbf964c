using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Ftp;

/// <summary>An FTP client by hand, which sends what it is told and shows every reply.</summary>
internal sealed class FtpWire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _control;
    private Stream _stream;
    private StreamReader _replies;

    private FtpWire(Socket control)
    {
        (_control, _stream) = (control, new NetworkStream(control));
        _replies = new StreamReader(_stream, Encoding.UTF8);
    }

    /// <summary>Connects and takes the greeting.</summary>
    public static async Task<FtpWire> ConnectAsync(int port)
    {
        var wire = new FtpWire(await DialAsync(IPAddress.Loopback, port));
        Assert.StartsWith("220 ", await wire.ReplyAsync(), StringComparison.Ordinal);
        return wire;
    }

    /// <summary>Connects and logs in, by default as the one who may write.</summary>
    public static async Task<FtpWire> LogInAsync(int port, string user = "alice", string password = FtpHost.Password)
    {
        var wire = await ConnectAsync(port);
        Assert.StartsWith("331", await wire.AskAsync($"USER {user}"), StringComparison.Ordinal);
        Assert.StartsWith("230", await wire.AskAsync($"PASS {password}"), StringComparison.Ordinal);
        Assert.StartsWith("200", await wire.AskAsync("TYPE I"), StringComparison.Ordinal);
        return wire;
    }

    public static async Task<Socket> DialAsync(IPAddress from, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    /// <summary>Sends commands, one a line, all at once.</summary>
    public Task SendAsync(params string[] commands) => SendRawAsync(Encoding.UTF8.GetBytes(string.Concat(commands.Select(c => c + "\r\n"))));

    public async Task SendRawAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>AUTH TLS, and everything encrypted from there on.</summary>
    public async Task SecureAsync()
    {
        Assert.StartsWith("234", await AskAsync("AUTH TLS"), StringComparison.Ordinal);
        _stream = await TlsGateway.SecureAsync(_stream);
        _replies = new StreamReader(_stream, Encoding.UTF8);
    }

    /// <summary>The next reply; of one of several lines the last.</summary>
    public async Task<string> ReplyAsync() => (await WholeReplyAsync()).Split('\n')[^1];

    /// <summary>The next reply with all its lines.</summary>
    public async Task<string> WholeReplyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var whole = "";
        for (; ; )
        {
            var line = await _replies.ReadLineAsync(patience.Token);
            if (line is null) return "end";
            whole += line;
            if (line.Length >= 4 && char.IsAsciiDigit(line[0]) && line[3] == ' ') return whole;
            whole += '\n';
        }
    }

    /// <summary>One command and its reply.</summary>
    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command);
        return await ReplyAsync();
    }

    /// <summary>Asks for a data connection and makes it.</summary>
    public async Task<Socket> OpenDataAsync(IPAddress? from = null) => await DialAsync(from ?? IPAddress.Loopback, await PassivePortAsync());

    public async Task<int> PassivePortAsync()
    {
        var reply = await AskAsync("EPSV");
        Assert.StartsWith("229", reply, StringComparison.Ordinal);
        return int.Parse(reply.Split('|')[3], CultureInfo.InvariantCulture);
    }

    /// <summary>Everything up to the end of a data connection.</summary>
    public static async Task<byte[]> ReadAllAsync(Socket data)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(data, ownsSocket: true);
        await stream.CopyToAsync(all, patience.Token);
        return all.ToArray();
    }

    public void Dispose()
    {
        _replies.Dispose();
        _control.Dispose();
    }
}
