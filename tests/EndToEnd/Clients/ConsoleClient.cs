using System.Text;

namespace SocketGateway.EndToEnd.Clients;

/// <summary>An operator at the Telnet console; its end of the line knows no options.</summary>
internal sealed class ConsoleClient : IDisposable
{
    private const byte Iac = 255;
    private const string Prompt = "> ";

    private readonly TestClient _client;
    private readonly List<byte> _text = [];
    private int _commandBytes;

    private ConsoleClient(TestClient client) => _client = client;

    public string LocalAddress => _client.Local.ToString();

    public static async Task<ConsoleClient> LogInAsync(int port, string user, string password)
    {
        var console = new ConsoleClient(await TestClient.ConnectAsync(port));
        await console.ReadUntilAsync("login: ");
        await console.WriteLineAsync(user);
        await console.ReadUntilAsync("Password: ");
        await console.WriteLineAsync(password);
        await console.ReadUntilAsync(Prompt);
        return console;
    }

    /// <summary>What the console says until its next prompt.</summary>
    public async Task<string> AskAsync(string command)
    {
        await WriteLineAsync(command);
        return await ReadUntilAsync(Prompt);
    }

    public void Dispose() => _client.Dispose();

    private Task WriteLineAsync(string line) => _client.SendAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

    private async Task<string> ReadUntilAsync(string end)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var text = Encoding.ASCII.GetString(_text.ToArray());
            if (text.EndsWith(end, StringComparison.Ordinal))
            {
                _text.Clear();
                return text;
            }

            var read = await _client.ReceiveAsync(buffer);
            if (read == 0) throw new EndOfStreamException($"the console ended after: {text}");
            foreach (var value in buffer.AsSpan(0, read)) Add(value);
        }
    }

    /// <summary>Leaves out the commands: IAC and two bytes each.</summary>
    private void Add(byte value)
    {
        if (_commandBytes > 0) _commandBytes--;
        else if (value == Iac) _commandBytes = 2;
        else _text.Add(value);
    }
}
