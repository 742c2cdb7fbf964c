using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>The network between the two ends of links: it can fall silent, without a word to either.</summary>
internal sealed class LinkRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _sockets = [];
    private volatile bool _shut;

    public LinkRelay()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where links are taken.</summary>
    public TaskCompletionSource<IPEndPoint> Target { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The service node's end of the last link that was greeted.</summary>
    public IActorRef Link { get; set; } = ActorRefs.Nobody;

    public void Shut() => _shut = true;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_sockets) _sockets.ForEach(socket => socket.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var (from, to) = (await _listener.AcceptTcpClientAsync(), new TcpClient());
                lock (_sockets) _sockets.AddRange(from, to);
                await to.ConnectAsync(await Target.Task);
                _ = PassAsync(from, to);
                _ = PassAsync(to, from);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    /// <summary>An end at one side is one at the other.</summary>
    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[4096];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                if (!_shut) await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Reset by one side.
        }

        if (!_shut) to.Dispose();
    }
}
