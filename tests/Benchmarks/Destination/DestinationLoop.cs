using System.ComponentModel;
using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Destination;

/// <summary>The one thread of the destination: epoll, level-triggered, over a listener and its connections. Tokens are descriptors.</summary>
internal sealed class DestinationLoop : IDisposable
{
    private const int WakeMilliseconds = 100;

    private readonly EpollSet _epoll = new();
    private readonly Dictionary<int, Peer> _peers = [];
    private readonly Responder _responder;
    private readonly int _listener;

    public DestinationLoop(DestinationOptions options)
    {
        _responder = Responder.For(options);
        _listener = TcpSocket.Listen(options.Port);
        if (_listener < 0)
            throw new Win32Exception(-_listener);
        _epoll.Add(_listener, _listener, Libc.In);
    }

    public void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var count = _epoll.Wait(WakeMilliseconds);
            for (var i = 0; i < count; i++)
            {
                var token = _epoll.Token(i);
                if (token == _listener)
                    Accept();
                else if (_peers.TryGetValue(token, out var peer))
                    Handle(peer, _epoll.Events(i));
            }
        }
    }

    public void Dispose()
    {
        foreach (var peer in _peers.Values)
            _ = Libc.Close(peer.Descriptor);
        _ = Libc.Close(_listener);
        _epoll.Dispose();
    }

    private static bool IsOver(int result) => result <= 0 && result != -Libc.EAgain;

    /// <summary>Takes all that wait. One that cannot be taken is left to the client, who will miss it.</summary>
    private void Accept()
    {
        for (int fd; (fd = TcpSocket.Accept(_listener)) >= 0;)
        {
            var peer = _peers[fd] = new Peer(fd) { Awaited = Libc.In };
            _epoll.Add(fd, fd, peer.Awaited);
        }
    }

    /// <summary>While anything is owed nothing is read, so that no client makes the destination keep more than it read at once.</summary>
    private void Handle(Peer peer, uint events)
    {
        var ready = (events & (Libc.In | Libc.Error | Libc.HangUp)) != 0;
        if ((ready && peer.Owed == 0 && IsOver(_responder.Read(peer))) || (peer.Owed > 0 && IsOver(_responder.Write(peer))))
        {
            _ = _peers.Remove(peer.Descriptor);
            _ = Libc.Close(peer.Descriptor);
            return;
        }
        var awaited = peer.Owed > 0 ? Libc.Out : Libc.In;
        if (awaited == peer.Awaited)
            return;
        _epoll.Modify(peer.Descriptor, peer.Descriptor, awaited);
        peer.Awaited = awaited;
    }
}
