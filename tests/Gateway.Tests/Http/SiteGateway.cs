using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Gateway.Tests.Http;

/// <summary>A gateway in this process with the bundled site and a directory.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync
public sealed class SiteGateway : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gateway-http-");
    private RunningGateway? _gateway;

    public byte[] File { get; } = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31 >> 3)).ToArray();

    public IPEndPoint Site => _gateway!.EndPoint("http");

    public IPEndPoint Files => _gateway!.EndPoint("files");

    public async Task InitializeAsync()
    {
        await System.IO.File.WriteAllBytesAsync(Path.Combine(_root.FullName, "file.unknown"), File);
        _gateway = await RunningGateway.StartAsync(
            ("SocketGateway:Listeners:http:Port", "0"),
            ("SocketGateway:Listeners:http:Service", "site"),
            ("SocketGateway:Listeners:files:Port", "0"),
            ("SocketGateway:Listeners:files:Service", "files"),
            ("SocketGateway:Services:site:Type", "Http"),
            ("SocketGateway:Services:files:Type", "Http"),
            ("SocketGateway:Services:files:Root", _root.FullName));
    }

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Site);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Drains, and returns the exit code.</summary>
    public Task<int> StopAsync() => _gateway!.StopAsync();

    public async Task DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
