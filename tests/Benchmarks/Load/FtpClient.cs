using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketGateway.Benchmarks.Load;

/// <summary>A plain FTP client that blocks; replies of one line are all that it is sent.</summary>
internal sealed class FtpClient : IDisposable
{
    private const int Patience = 60_000;

    private readonly Socket _control;
    private readonly byte[] _buffer = new byte[4096];
    private int _from, _to;

    public FtpClient(int port)
    {
        _control = Dial(port);
        Expect(Reply(), "220");
    }

    /// <summary>As the user who may write, where there are users; else as anonymous.</summary>
    public void LogInToWrite(string user)
    {
        if (!Ask($"USER {user}").StartsWith("331", StringComparison.Ordinal) || !Ask($"PASS {user}").StartsWith("230", StringComparison.Ordinal))
            LogIn();
    }

    public void LogIn()
    {
        Expect(Ask("USER anonymous"), "331");
        Expect(Ask("PASS guest@"), "230");
    }

    public void Must(string command, string code) => Expect(Ask(command), code);

    public void MustReply(string code) => Expect(Reply(), code);

    /// <summary>A data connection, passive.</summary>
    public Socket OpenData()
    {
        var reply = Ask("EPSV");
        Expect(reply, "229");
        return Dial(int.Parse(reply.Split('|')[3], CultureInfo.InvariantCulture));
    }

    /// <summary>Closes by reset, so that thousands leave no TIME_WAIT.</summary>
    public void Dispose()
    {
        _control.LingerState = new LingerOption(true, 0);
        _control.Dispose();
    }

    private static void Expect(string reply, string code)
    {
        if (!reply.StartsWith(code, StringComparison.Ordinal))
            throw new IOException($"'{reply}' where {code} was expected");
    }

    private static Socket Dial(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Patience, SendTimeout = Patience };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private string Ask(string command)
    {
        _control.Send(Encoding.ASCII.GetBytes(command + "\r\n"));
        return Reply();
    }

    private string Reply()
    {
        for (var end = _from; ; end++)
        {
            if (end == _to)
            {
                if (_to == _buffer.Length) throw new IOException("a reply without an end");
                var read = _control.Receive(_buffer.AsSpan(_to));
                if (read == 0) throw new IOException("closed by the server");
                _to += read;
            }
            if (_buffer[end] != '\n') continue;
            var line = Encoding.ASCII.GetString(_buffer, _from, end - _from).TrimEnd('\r');
            _from = end + 1;
            if (_from == _to) _from = _to = 0;
            return line;
        }
    }
}
