using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Listeners;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>Several sockets on one port, as those of several processes are.</summary>
public sealed class ListeningSocketTests : IDisposable
{
    private const int Clients = 64;

    private readonly List<Socket> _opened = [];

    public void Dispose() => _opened.ForEach(socket => socket.Dispose());

    [Fact]
    public void The_one_that_comes_later_gets_every_client_and_keeps_them_when_the_first_closes()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (old, port, accepting) = Listen();
        Connect(port);
        Assert.Equal(Clients, Accept(accepting));
        for (var time = 0; time < 3; time++)
        {
            var (next, _, taking) = Listen(port);
            Connect(port);
            Assert.Equal(Clients, Accept(taking));
            Assert.False(old.HasWaitingClients());

            Assert.True(old.TryClosePort());
            Connect(port);
            Assert.Equal(Clients, Accept(taking));
            old = next;
        }
    }

    [Fact]
    public void A_port_is_shared_only_when_both_say_so()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var isShared in new[] { true, false })
        {
            var (_, port, _) = Listen(isShared: isShared);
            Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => Listen(port, !isShared)).SocketErrorCode);
        }
    }

    private (ListeningSocket Port, int Number, Socket Socket) Listen(int port = 0, bool isShared = true)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _opened.Add(socket);
        var listening = new ListeningSocket(isShared);
        listening.BeforeServerSocketBind(socket);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(2 * Clients);
        listening.GiveWay();
        return (listening, ((IPEndPoint)socket.LocalEndPoint!).Port, socket);
    }

    private void Connect(int port)
    {
        for (var i = 0; i < Clients; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _opened.Add(client);
            client.Connect(IPAddress.Loopback, port);
        }
    }

    /// <summary>As many as come, up to all.</summary>
    private int Accept(Socket socket)
    {
        var count = 0;
        for (; count < Clients && socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead); count++) _opened.Add(socket.Accept());
        return count;
    }
}
