using System.Net.Sockets;
using System.Text;

namespace SocketGateway.Thermostat.Tests;

/// <summary>A client that speaks in lines and waits at most a minute for an answer.</summary>
public sealed class LineClient(TcpClient socket, Stream stream) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StreamReader _reader = new(stream);

    public string Name { get; } = socket.Client.LocalEndPoint!.ToString()!;

    public Task SendAsync(string line) => stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n")).AsTask();

    /// <summary>The next line; null at the end.</summary>
    public Task<string?> ReadAsync() => _reader.ReadLineAsync().WaitAsync(Patience);

    public async Task<string?> AskAsync(string line)
    {
        await SendAsync(line);
        return await ReadAsync();
    }

    public void Dispose()
    {
        _reader.Dispose();
        socket.Dispose();
    }
}
