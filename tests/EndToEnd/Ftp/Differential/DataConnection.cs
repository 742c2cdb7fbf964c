using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>A data connection, made either way: dialled after PASV and EPSV, awaited after PORT and EPRT.</summary>
internal sealed partial class DataConnection : IDisposable
{
    private const int SmallBuffer = 32 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Socket? _listener;
    private Socket? _socket;

    private DataConnection(Socket? listener) => _listener = listener;

    /// <summary>Null when the server refused the command; the reply to it in either case.</summary>
    /// <param name="control">The control connection.</param>
    /// <param name="way"><c>pasv</c>, <c>epsv</c>, <c>port</c> or <c>eprt</c>.</param>
    public static async Task<(DataConnection? Data, Reply Reply)> OpenAsync(ControlConnection control, string way)
    {
        var data = new DataConnection(way is "port" or "eprt" ? Listen() : null);
        var port = data._listener is { } listener ? ((IPEndPoint)listener.LocalEndPoint!).Port : 0;
        var reply = await AskAsync(control, way switch
        {
            "port" => $"PORT 127,0,0,1,{port / 256},{port % 256}",
            "eprt" => $"EPRT |1|127.0.0.1|{port}|",
            _ => way.ToUpperInvariant(),
        });
        if (reply.IsPositive && data._listener is null && PortIn(reply) is { } offered) data._socket = await DialAsync(offered);
        if (reply.IsPositive && (data._listener ?? data._socket) is not null) return (data, reply);
        data.Dispose();
        return (null, reply);
    }

    public async Task<byte[]> ReadAllAsync()
    {
        var socket = await SocketAsync();
        using var all = new MemoryStream();
        var buffer = new byte[65536];
        for (; ; )
        {
            var read = await socket.ReceiveAsync(buffer).WaitAsync(Patience);
            if (read == 0) return all.ToArray();
            all.Write(buffer, 0, read);
        }
    }

    public async Task SendAsync(byte[] bytes)
    {
        var socket = await SocketAsync();
        for (var rest = bytes.AsMemory(); rest.Length > 0;) rest = rest[await socket.SendAsync(rest).AsTask().WaitAsync(Patience)..];
    }

    public void Shut() => Dispose();

    public async Task ResetAsync()
    {
        (await SocketAsync()).LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener?.Dispose();
    }

    public static int? PortIn(Reply reply)
    {
        if (ExtendedPattern().Match(reply.Lines[0]) is { Success: true } extended) return Number(extended.Groups[1]);
        return PassivePattern().Match(reply.Lines[0]) is { Success: true } passive ? (256 * Number(passive.Groups[1])) + Number(passive.Groups[2]) : null;
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static async Task<Reply> AskAsync(ControlConnection control, string command)
    {
        await control.SendAsync([.. command.Select(c => (byte)c), (byte)'\r', (byte)'\n']);
        return await control.ReplyAsync();
    }

    private static Socket Listen()
    {
        var listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        return listener;
    }

    private static async Task<Socket> DialAsync(int port)
    {
        var socket = NewSocket();
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)).WaitAsync(Patience);
        return socket;
    }

    /// <summary>Little fits into the kernel, so that a transfer that nobody reads is under way for as long as wanted.</summary>
    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBuffer };

    private async Task<Socket> SocketAsync() => _socket ??= await _listener!.AcceptAsync().WaitAsync(Patience);

    [GeneratedRegex(@"\(\|\|\|(\d+)\|\)")]
    private static partial Regex ExtendedPattern();

    [GeneratedRegex(@"\d+,\d+,\d+,\d+,(\d+),(\d+)")]
    private static partial Regex PassivePattern();
}
