using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>The control connection as bytes: what is sent is sent as it is, and replies are read whole.</summary>
internal sealed class ControlConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16384];
    private int _from, _to;

    private ControlConnection(Socket socket) => _socket = socket;

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    public static async Task<ControlConnection> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)).WaitAsync(Patience);
        return new ControlConnection(socket);
    }

    /// <summary>A server that has closed already is seen by the next reply.</summary>
    public async Task SendAsync(byte[] bytes, SocketFlags flags = SocketFlags.None)
    {
        try
        {
            for (var rest = bytes.AsMemory(); rest.Length > 0;) rest = rest[await _socket.SendAsync(rest, flags).AsTask().WaitAsync(Patience)..];
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>The next reply, all lines of it (RFC 959 §4.2).</summary>
    public async Task<Reply> ReplyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var lines = new List<string>();
            do
            {
                if (await LineAsync(patience.Token) is not { } line) return Reply.End;
                lines.Add(line);
            }
            while (!IsLast(lines));

            return new Reply(lines[0].Length < 3 ? "garbage" : lines[0][..3], lines);
        }
        catch (OperationCanceledException)
        {
            return Reply.Silence;
        }
        catch (SocketException)
        {
            return Reply.End;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsLast(List<string> lines) =>
        lines[0].Length < 4 || lines[0][3] != '-' || (lines.Count > 1 && lines[^1].StartsWith(lines[0][..3] + " ", StringComparison.Ordinal));

    private async Task<string?> LineAsync(CancellationToken stop)
    {
        using var line = new MemoryStream();
        for (; ; )
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await _socket.ReceiveAsync(_buffer, stop));
                if (_to == 0) return null;
            }

            var next = _buffer[_from++];
            if (next == '\n') return Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r');
            line.WriteByte(next);
        }
    }
}
